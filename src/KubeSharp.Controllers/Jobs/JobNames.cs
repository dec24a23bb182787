namespace KubeSharp.Controllers;

/// <summary>Labels, annotations, condition types and reasons of Jobs.</summary>
internal static class JobNames
{
    public const string Finalizer = "batch.kubernetes.io/job-tracking";
    public const string Index = "batch.kubernetes.io/job-completion-index";
    public const string IndexFailures = "batch.kubernetes.io/job-index-failure-count";
    public const string IndexIgnoredFailures = "batch.kubernetes.io/job-index-ignored-failure-count";

    public const string Complete = "Complete";
    public const string Failed = "Failed";
    public const string Suspended = "Suspended";
    public const string FailureTarget = "FailureTarget";
    public const string SuccessCriteriaMet = "SuccessCriteriaMet";

    public const string BackoffLimitExceeded = "BackoffLimitExceeded";
    public const string DeadlineExceeded = "DeadlineExceeded";
    public const string PodFailurePolicy = "PodFailurePolicy";
    public const string MaxFailedIndexesExceeded = "MaxFailedIndexesExceeded";
    public const string FailedIndexes = "FailedIndexes";
    public const string SuccessPolicy = "SuccessPolicy";
    public const string CompletionsReached = "CompletionsReached";
}
