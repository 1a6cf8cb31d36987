import type { SpokenWays } from "../../wire/spokenWays";

/**
 * How CloudWatch is asked beside JSON: older SDKs send forms, newer ones CBOR.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/making-api-requests.html
 */
export const monitoringWays: SpokenWays = {
  target: "GraniteServiceVersion20100801",
  xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
  shapeNamespace: "com.amazonaws.cloudwatch",
  numbers: new Set([
    "Average",
    "Counts",
    "DatapointsToAlarm",
    "EvaluationPeriods",
    "MaxDatapoints",
    "MaxRecords",
    "MaxResults",
    "Maximum",
    "Minimum",
    "Period",
    "SampleCount",
    "StorageResolution",
    "Sum",
    "Threshold",
    "MetricData.Value",
    "Values",
  ]),
  booleans: new Set(["ActionsEnabled", "IncludeLinkedAccounts", "ReturnData", "StrictEntityValidation"]),
  times: new Set([
    "AlarmConfigurationUpdatedTimestamp",
    "EndDate",
    "EndTime",
    "LastModified",
    "StartDate",
    "StartTime",
    "StateTransitionedTimestamp",
    "StateUpdatedTimestamp",
    "Timestamp",
    "Timestamps",
  ]),
  queryCodes: {
    AccessDeniedException: "AccessDenied",
    InternalServiceFault: "InternalServiceError",
    InvalidFormatFault: "InvalidFormat",
    InvalidParameterCombinationException: "InvalidParameterCombination",
    InvalidParameterValueException: "InvalidParameterValue",
    LimitExceededFault: "LimitExceeded",
    MissingAuthenticationTokenException: "MissingAuthenticationToken",
    MissingRequiredParameterException: "MissingParameter",
    UnknownOperationException: "InvalidAction",
  },
};
