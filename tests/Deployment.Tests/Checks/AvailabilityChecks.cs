using System.Globalization;
using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>A deploy, a drained node and a lost zone each take one pod of a kind at most, and a pod that goes has time to finish.</summary>
internal static class AvailabilityChecks
{
    private static readonly string[] SpreadOver = ["kubernetes.io/hostname", "topology.kubernetes.io/zone"];

    public static IEnumerable<Finding> Of(Cluster cluster) =>
    [
        .. from workload in cluster.Workloads.Where(workload => workload is { IsOurs: true, IsLasting: true })
           from finding in (IEnumerable<string>)[.. Stop(workload), .. Spread(workload), .. Budget(cluster, workload)]
           select new Finding(workload.Where, finding),
        .. from deployment in cluster.Of<V1Deployment>()
           from finding in Rollout(deployment.Spec)
           select new Finding($"Deployment/{deployment.Metadata.Name}", finding),
        .. Autoscalers(cluster),
        .. Jobs(cluster),
    ];

    private static IEnumerable<string> Stop(Workload workload)
    {
        var sleep = workload.Pod.Containers.Max(container => container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0);
        if (sleep < 5) yield return "preStop must sleep 5 s: others still send to it";
        if ((workload.Pod.TerminationGracePeriodSeconds ?? 30) <= sleep + Expectations.StopSeconds)
            yield return $"terminationGracePeriodSeconds must exceed {sleep} s of preStop and {Expectations.StopSeconds} s of orderly stop";
    }

    private static IEnumerable<string> Spread(Workload workload) =>
        from key in SpreadOver
        where workload.Pod.TopologySpreadConstraints?.Any(spread => spread.TopologyKey == key && spread.MaxSkew == 1) != true
        select $"must be spread over {key}";

    private static IEnumerable<string> Budget(Cluster cluster, Workload workload)
    {
        var budget = cluster.Of<V1PodDisruptionBudget>().SingleOrDefault(found => Selection.Matches(found.Spec.Selector, workload.Labels));
        if (budget is null)
        {
            yield return "has no disruption budget";
            yield break;
        }

        var pods = Pods(cluster, workload);
        var mayGo = budget.Spec.MaxUnavailable is { } most ? Number(most.Value) : pods - Number(budget.Spec.MinAvailable?.Value ?? "0");
        if (mayGo < 1) yield return $"its budget lets none of {pods} go: no node could be drained";
        if (mayGo > 1) yield return $"its budget lets {mayGo} of {pods} go at once";
    }

    private static IEnumerable<string> Rollout(V1DeploymentSpec spec)
    {
        var rolling = spec.Strategy?.RollingUpdate;
        if (rolling?.MaxUnavailable?.Value != "1" || rolling.MaxSurge?.Value != "1") yield return "must roll with maxUnavailable 1 and maxSurge 1";
        if (spec.MinReadySeconds is null or < 15) yield return "minReadySeconds must be 15 at least";
    }

    private static IEnumerable<Finding> Autoscalers(Cluster cluster)
    {
        foreach (var autoscaler in cluster.Of<V2HorizontalPodAutoscaler>())
        {
            var where = $"HorizontalPodAutoscaler/{autoscaler.Metadata.Name}";
            if (autoscaler.Spec.MinReplicas is null or < 2) yield return new Finding(where, "must keep two at least");
            if (autoscaler.Spec.MaxReplicas <= autoscaler.Spec.MinReplicas) yield return new Finding(where, "cannot grow");
            if (Target(cluster, autoscaler)?.Replicas is not null) yield return new Finding(where, "its target states a count too: each apply would reset it");
        }
    }

    private static IEnumerable<Finding> Jobs(Cluster cluster)
    {
        foreach (var job in cluster.Of<V1Job>())
        {
            if (job.Spec.TtlSecondsAfterFinished is null) yield return new Finding($"Job/{job.Metadata.Name}", "must go by itself: a job that is there cannot be changed");
            if (job.Spec.BackoffLimit is null or < 1) yield return new Finding($"Job/{job.Metadata.Name}", "must be tried again");
        }

        foreach (var job in cluster.Of<V1CronJob>())
        {
            if (job.Spec.ConcurrencyPolicy != "Forbid") yield return new Finding($"CronJob/{job.Metadata.Name}", "must not run beside itself");
            if (job.Spec.TimeZone != "Asia/Shanghai") yield return new Finding($"CronJob/{job.Metadata.Name}", "must name its time zone");
            if (job.Spec.JobTemplate.Spec.ActiveDeadlineSeconds is null) yield return new Finding($"CronJob/{job.Metadata.Name}", "must end at some time");
        }
    }

    private static int Pods(Cluster cluster, Workload workload) =>
        cluster.Of<V2HorizontalPodAutoscaler>().FirstOrDefault(autoscaler => Target(cluster, autoscaler) == workload)?.Spec.MinReplicas ?? workload.Replicas ?? 1;

    private static Workload? Target(Cluster cluster, V2HorizontalPodAutoscaler autoscaler) =>
        cluster.Workloads.FirstOrDefault(workload => workload.Kind == autoscaler.Spec.ScaleTargetRef.Kind && workload.Name == autoscaler.Spec.ScaleTargetRef.Name);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
