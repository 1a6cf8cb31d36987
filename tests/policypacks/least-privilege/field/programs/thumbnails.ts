import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A function that makes thumbnails of what is uploaded to one bucket, and puts them into another. */
export function thumbnails(): void {
  const uploads = new aws.s3.Bucket("uploads", { forceDestroy: true });
  const images = new aws.s3.Bucket("images");
  const role = new aws.iam.Role("thumbnailer-role", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
      ],
    }),
  });
  new aws.iam.RolePolicyAttachment("thumbnailer-logs", {
    role: role.name,
    policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  });
  new aws.iam.RolePolicy("thumbnailer-objects", {
    role: role.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate`${uploads.arn}/*` },
        { Effect: "Allow", Action: "s3:PutObject", Resource: pulumi.interpolate`${images.arn}/*` },
      ],
    }),
  });
  const thumbnailer = new aws.lambda.Function("thumbnailer", {
    runtime: "nodejs20.x",
    handler: "index.handler",
    role: role.arn,
    code: new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset("exports.handler = async () => undefined;"),
    }),
  });
  const allowed = new aws.lambda.Permission("uploads-invoke", {
    action: "lambda:InvokeFunction",
    function: thumbnailer.arn,
    principal: "s3.amazonaws.com",
    sourceArn: uploads.arn,
  });
  new aws.s3.BucketNotification(
    "uploads-notification",
    {
      bucket: uploads.id,
      lambdaFunctions: [{ lambdaFunctionArn: thumbnailer.arn, events: ["s3:ObjectCreated:*"] }],
    },
    { dependsOn: allowed },
  );
}
