"""One thing that a Python program does with boto3, named by the first argument; prints its outcome as JSON."""

import json
import sys

import boto3
from boto3.exceptions import S3UploadFailedError
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

PART_BYTES = 5 * 1024 * 1024


def session_client(given):
    """An S3 client with the temporary credentials of the writer role."""
    answer = boto3.client("sts").assume_role(
        RoleArn=given["roleArn"], RoleSessionName="boto3", ExternalId=given["externalId"]
    )
    keys = answer["Credentials"]
    return boto3.client(
        "s3",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
        config=Config(signature_version="s3v4", retries={"total_max_attempts": 1}),
    )


def put_object(given):
    answer = session_client(given).put_object(
        Bucket=given["bucket"], Key=given["key"], Body=given["body"].encode(), **given.get("more", {})
    )
    return {"etag": answer["ETag"]}


def upload_file(given):
    config = TransferConfig(multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES)
    session_client(given).upload_file(given["file"], given["bucket"], given["key"], Config=config)
    return {}


def presigned_put(given):
    params = {"Bucket": given["bucket"], "Key": given["key"]}
    url = session_client(given).generate_presigned_url("put_object", Params=params, ExpiresIn=60)
    return {"url": url}


def presigned_post(given):
    conditions = [["content-length-range", 1, 100]]
    return session_client(given).generate_presigned_post(
        given["bucket"], given["key"], Conditions=conditions, ExpiresIn=60
    )


def web_identity(given):
    keys = boto3.client("sts").assume_role_with_web_identity(
        RoleArn=given["roleArn"], RoleSessionName="boto3", WebIdentityToken=given["token"]
    )
    return {"arn": keys["AssumedRoleUser"]["Arn"]}


OPERATIONS = {
    "put_object": put_object,
    "upload_file": upload_file,
    "presigned_put": presigned_put,
    "presigned_post": presigned_post,
    "web_identity": web_identity,
}


def main():
    operation, text = sys.argv[1:]
    try:
        outcome = {"ok": True, **OPERATIONS[operation](json.loads(text))}
    except ClientError as error:
        outcome = {"ok": False, "code": error.response["Error"]["Code"], "operation": error.operation_name}
    except S3UploadFailedError as error:
        outcome = {"ok": False, "code": "AccessDenied" if "(AccessDenied)" in str(error) else str(error)}
    print(json.dumps(outcome))


main()
