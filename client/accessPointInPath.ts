import type { S3Client } from "@aws-sdk/client-s3";

const accessPointArn = /^arn:[a-z-]+:s3:[a-z0-9-]+:\d{12}:accesspoint[/:]([a-z0-9-]+)$/;

/** Whether what an uploader puts to is an access point and not a bucket. */
export function isAccessPointArn(bucket: string): boolean {
  return accessPointArn.test(bucket);
}

/**
 * Lets a client that addresses buckets in the path take the ARN of an access point as `Bucket`: the ARN becomes the
 * first part of the path, too. The SDK itself would put the access point into the host name, which endpoints with a
 * fixed host do not have.
 */
export function addressAccessPointsInPath(s3: S3Client): void {
  const addressed = new WeakMap<object, { readonly arn: string; readonly name: string }>();
  s3.middlewareStack.add(
    (next, context) => (args) => {
      const { Bucket: bucket } = args.input as { readonly Bucket?: string };
      const [arn, name] = accessPointArn.exec(bucket ?? "") ?? [];
      if (arn === undefined || name === undefined) return next(args);
      addressed.set(context, { arn, name });
      return next({ ...args, input: { ...args.input, Bucket: name } });
    },
    { step: "initialize", name: "takeAccessPointArn" },
  );
  s3.middlewareStack.add(
    (next, context) => (args) => {
      const accessPoint = addressed.get(context);
      const request = args.request as { path: string };
      if (accessPoint !== undefined) {
        const { arn, name } = accessPoint;
        request.path = `/${encodeURIComponent(arn)}${request.path.slice(name.length + 1)}`;
      }
      return next(args);
    },
    { step: "build", name: "addressAccessPointInPath" },
  );
}
