import type { Caller } from "../model";
import type { NamedPolicy, StoreReader } from "../store";

/** The policies that a caller brings along, and what else its entity says. */
export interface Identity {
  readonly identityPolicies: readonly NamedPolicy[];
  /** Absent: no boundary. */
  readonly boundary: NamedPolicy | undefined;
  readonly sessionPolicies: readonly NamedPolicy[];
  readonly tags: Readonly<Record<string, string>>;
}

const nothing: Identity = { identityPolicies: [], boundary: undefined, sessionPolicies: [], tags: {} };

/**
 * Reads the policies of a caller as they are stored at this moment.
 *
 * A session outlives changes of its role: a role that is gone, or that another of the same name has replaced, has no
 * policies for it.
 */
export async function identityOf(caller: Caller, store: StoreReader): Promise<Identity> {
  switch (caller.kind) {
    case "anonymous":
    case "root":
    case "webIdentity":
      return nothing;
    case "user": {
      const user = await store.user(caller.account, caller.userName);
      if (user === undefined) return nothing;
      const groups = await Promise.all(user.groups.map((name) => store.group(caller.account, name)));
      const ofGroups = groups.flatMap((group) =>
        group === undefined ? [] : [...group.inlinePolicies, ...group.attachedPolicies],
      );
      return {
        identityPolicies: [...user.inlinePolicies, ...user.attachedPolicies, ...ofGroups],
        boundary: user.permissionsBoundary,
        sessionPolicies: [],
        tags: user.tags,
      };
    }
    case "session": {
      const sessionPolicies = caller.sessionPolicies.map((text) => ({ name: "session policy", text }));
      const role = await store.role(caller.account, caller.roleName);
      if (role === undefined || role.id !== caller.roleId) return { ...nothing, sessionPolicies };
      return {
        identityPolicies: [...role.inlinePolicies, ...role.attachedPolicies],
        boundary: role.permissionsBoundary,
        sessionPolicies,
        tags: role.tags,
      };
    }
  }
}

/** The ARN under which a caller is told in errors and policies; `*` for anonymous. */
export function callerArn(caller: Caller): string {
  switch (caller.kind) {
    case "anonymous":
      return "*";
    case "root":
      return `arn:aws:iam::${caller.account}:root`;
    case "webIdentity":
      return caller.providerArn;
    case "user":
      return caller.arn;
    case "session":
      return `arn:aws:sts::${caller.account}:assumed-role/${caller.roleName}/${caller.sessionName}`;
  }
}
