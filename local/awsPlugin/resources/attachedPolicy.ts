/** The ARN of a managed policy as an input. */
export const policyArn = {
  type: "string",
  required: true,
  createOnly: true,
  pattern: "arn:aws[a-z-]*:iam::.*:policy/.+",
} as const;

/** One page of a list of attached policies. */
interface Page {
  readonly AttachedPolicies?: readonly { readonly PolicyArn?: string | undefined }[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** Whether a policy is on a list of attached policies, which is asked for page by page. */
export async function isAttached(
  wantedArn: string,
  pageFrom: (marker: string | undefined) => Promise<Page>,
): Promise<boolean> {
  for (let marker: string | undefined; ;) {
    const page = await pageFrom(marker);
    if (page.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === wantedArn)) return true;
    if (!page.IsTruncated) return false;
    marker = page.Marker;
  }
}
