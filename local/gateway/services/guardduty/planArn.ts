/** Like `arn:aws:guardduty:eu-west-1:111111111111:malware-protection-plan/ID`. */
export function planArn(account: string, region: string, id: string): string {
  return `arn:aws:guardduty:${region}:${account}:malware-protection-plan/${id}`;
}
