import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A container that takes jobs from a queue which a bucket fills, and puts results into the bucket. */
export function worker(): void {
  const jobs = new aws.s3.Bucket("jobs", { bucket: "acme-jobs" });
  const queue = new aws.sqs.Queue("queue", { name: "acme-jobs", sqsManagedSseEnabled: true });
  const letIn = new aws.sqs.QueuePolicy("queue-policy", {
    queueUrl: queue.url,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "s3.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": jobs.arn } },
        },
      ],
    }),
  });
  new aws.s3.BucketNotification(
    "jobs-notification",
    {
      bucket: jobs.id,
      queues: [{ queueArn: queue.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "in/" }],
    },
    { dependsOn: letIn },
  );
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  });
  const execution = new aws.iam.Role("execution", { name: "worker-execution", assumeRolePolicy: trust });
  new aws.iam.RolePolicyAttachment("execution-policy", {
    role: execution.name,
    policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
  });
  const task = new aws.iam.Role("task", { name: "worker-task", assumeRolePolicy: trust });
  new aws.iam.RolePolicy("task-policy", {
    role: task.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          Resource: queue.arn,
        },
        { Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate`${jobs.arn}/in/*` },
        { Effect: "Allow", Action: "s3:PutObject", Resource: pulumi.interpolate`${jobs.arn}/out/*` },
        { Effect: "Allow", Action: "cloudwatch:PutMetricData", Resource: "*" },
        {
          Effect: "Allow",
          Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "ecr:GetAuthorizationToken"],
          Resource: "*",
        },
      ],
    }),
  });
}
