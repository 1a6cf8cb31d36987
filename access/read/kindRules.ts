import type { PolicyKind } from "../model";

/** Which elements a kind of policy requires and refuses in each statement. */
export interface KindRules {
  /** What a person calls this kind. */
  readonly name: string;
  readonly principal: "required" | "refused";
  /** Whether `NotPrincipal` may stand for `Principal`. */
  readonly notPrincipal: boolean;
  readonly resource: "required" | "refused";
  /** Whether Sids are letters and digits only, and each there once. */
  readonly strictSids: boolean;
}

/**
 * What AWS refuses at save time, by kind of policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export const kindRules: Readonly<Record<PolicyKind, KindRules>> = {
  identity: {
    name: "identity policy",
    principal: "refused",
    notPrincipal: false,
    resource: "required",
    strictSids: true,
  },
  resource: {
    name: "resource policy",
    principal: "required",
    notPrincipal: true,
    resource: "required",
    strictSids: false,
  },
  trust: {
    name: "role trust policy",
    principal: "required",
    notPrincipal: false,
    resource: "refused",
    strictSids: false,
  },
  serviceControl: {
    name: "service control policy",
    principal: "refused",
    notPrincipal: false,
    resource: "required",
    strictSids: false,
  },
  resourceControl: {
    name: "resource control policy",
    principal: "required",
    notPrincipal: false,
    resource: "required",
    strictSids: false,
  },
  vpcEndpoint: {
    name: "VPC endpoint policy",
    principal: "required",
    notPrincipal: true,
    resource: "required",
    strictSids: false,
  },
};
