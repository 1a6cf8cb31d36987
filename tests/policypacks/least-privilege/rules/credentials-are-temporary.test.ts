/** Proves: which resources make long-lived credentials. Not who uses them. */
import { rule } from "../../../../policypacks/least-privilege/rules/credentials-are-temporary";
import { ruleTests } from "../ruleTests";

const of = (type: string, props: Record<string, unknown> = { user: "u" }) => ({
  type: `aws:iam/${type}`,
  props,
});

ruleTests(rule, {
  message: /must not make an? .* of an IAM user/,
  passes: [["one that is switched off", of("accessKey:AccessKey", { user: "u", status: "Inactive" })]],
  fails: [
    ["an access key", of("accessKey:AccessKey")],
    ["a password", of("userLoginProfile:UserLoginProfile")],
    ["an SSH key", of("sshKey:SshKey")],
    ["a service-specific credential", of("serviceSpecificCredential:ServiceSpecificCredential")],
    ["a certificate", of("signingCertificate:SigningCertificate")],
    ["one that is encrypted", of("accessKey:AccessKey", { user: "u", pgpKey: "keybase:x" })],
  ],
  leavesAlone: [
    ["a user", of("user:User", { name: "u" })],
    ["a virtual MFA device", of("virtualMfaDevice:VirtualMfaDevice", {})],
  ],
});
