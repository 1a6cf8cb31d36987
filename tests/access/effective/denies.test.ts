import { bucket, lists, put, role, uploader, world, writer, writerWith } from "./smallWorld";

/**
 * What Denies of the policies of roles take away.
 *
 * Rows stand in pairs: what takes access away beside what leaves it. Not proved here: that nothing is left out
 * (soundness.test.ts), and what single statements mean (tests/access/evaluate).
 */

describe("a Deny of a role's own policies", () => {
  const deny = (statement: object) => ({
    Sid: "No",
    Effect: "Deny",
    Action: "s3:PutObject",
    Resource: "*",
    ...statement,
  });
  const assumption = `(the policies of ${uploader} are not known; they are taken to allow sts:AssumeRole)`;
  const line = "role/app/uploader of 222222222222 may put marketing/* after assuming writer";
  const denying = (...denies: readonly object[]) => world({ roles: [writerWith([put, ...denies])] });
  lists([
    ["takes away what it covers", denying(deny({})), []],
    [
      "leaves what is elsewhere",
      denying(deny({ Resource: `${bucket}/other/*` })),
      [`${line}, ${assumption}`],
    ],
    ["leaves other actions", denying(deny({ Action: "s3:GetObject" })), [`${line}, ${assumption}`]],
    [
      "takes a part away",
      denying(deny({ Resource: `${bucket}/marketing/no/*` })),
      [`${line}, not marketing/no/*, ${assumption}`],
    ],
    [
      "takes it away under a condition",
      denying(deny({ Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } })),
      [`${line}, not if aws:SourceVpce StringNotEquals vpce-1, ${assumption}`],
    ],
    [
      "takes it away where its condition is known to hold",
      denying(deny({ Condition: { ArnLike: { "aws:PrincipalArn": `${writer}*` } } })),
      [],
    ],
    [
      "leaves it where its condition is known to fail",
      denying(deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": `${writer}*` } } })),
      [`${line}, ${assumption}`],
    ],
    [
      "of assuming takes the way away",
      world({
        roles: [
          writerWith([put]),
          role(uploader, [
            deny({ Action: "sts:*" }),
            { Effect: "Allow", Action: "sts:AssumeRole", Resource: writer },
          ]),
        ],
      }),
      [],
    ],
    [
      "of assuming another role leaves the way",
      world({
        roles: [
          writerWith([put]),
          role(uploader, [
            deny({ Action: "sts:*", Resource: "arn:aws:iam::111111111111:role/other" }),
            { Effect: "Allow", Action: "sts:AssumeRole", Resource: writer },
          ]),
        ],
      }),
      [line, "the service ec2.amazonaws.com may put marketing/* after assuming uploader, then writer"],
    ],
  ]);
});
