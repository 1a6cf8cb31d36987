# What a destination is made of, as people who use Terraform write it.

variable "endpoint" { type = string }
variable "account" { type = string }
variable "name" { type = string }

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region              = "eu-west-1"
  access_key          = var.account
  secret_key          = "any"
  allowed_account_ids = [var.account]
  s3_use_path_style   = true

  endpoints {
    cloudtrail = var.endpoint
    iam        = var.endpoint
    kms        = var.endpoint
    s3         = var.endpoint
    s3control  = var.endpoint
    sts        = var.endpoint
  }
}

locals {
  bucket_arn = "arn:aws:s3:::${var.name}"
  trail_arn  = "arn:aws:cloudtrail:eu-west-1:${var.account}:trail/${var.name}"
}

resource "aws_s3_bucket" "drop" {
  bucket        = var.name
  force_destroy = true
  tags          = { team = "drop" }
}

resource "aws_s3_bucket_public_access_block" "drop" {
  bucket                  = aws_s3_bucket.drop.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "drop" {
  bucket = aws_s3_bucket.drop.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_kms_key" "drop" {
  description             = "objects of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  tags                    = { team = "drop" }
}

resource "aws_kms_alias" "drop" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.drop.key_id
}

resource "aws_s3_bucket_server_side_encryption_configuration" "drop" {
  bucket = aws_s3_bucket.drop.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.drop.arn
    }
  }
}

resource "aws_s3_bucket_policy" "drop" {
  bucket     = aws_s3_bucket.drop.id
  depends_on = [aws_s3_bucket_public_access_block.drop]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "TrailReadsAcl"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = local.bucket_arn
        Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
      },
      {
        Sid       = "TrailPuts"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arn}/AWSLogs/${var.account}/*"
        Condition = { StringEquals = {
          "aws:SourceArn" = local.trail_arn
          "s3:x-amz-acl"  = "bucket-owner-full-control"
        } }
      },
    ]
  })
}

resource "aws_iam_openid_connect_provider" "ci" {
  url             = "https://oidc.example.com/${var.name}"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["0123456789abcdef0123456789abcdef01234567"]
  tags            = { team = "drop" }
}

resource "aws_iam_role" "writer" {
  name                 = "${var.name}-writer"
  max_session_duration = 7200
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.ci.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { "oidc.example.com/${var.name}:sub" = "ci" } }
    }]
  })
}

resource "aws_iam_role_policy" "writer" {
  name = "put"
  role = aws_iam_role.writer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:PutObject", Resource = "${local.bucket_arn}/in/*" },
      { Effect = "Allow", Action = "kms:GenerateDataKey", Resource = aws_kms_key.drop.arn },
    ]
  })
}

resource "aws_cloudtrail" "drop" {
  name                       = var.name
  s3_bucket_name             = aws_s3_bucket.drop.id
  enable_log_file_validation = true
  depends_on                 = [aws_s3_bucket_policy.drop]

  advanced_event_selector {
    name = "puts"
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }
    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
    field_selector {
      field       = "resources.ARN"
      starts_with = ["${local.bucket_arn}/in/"]
    }
  }
}

output "writer" { value = aws_iam_role.writer.arn }
