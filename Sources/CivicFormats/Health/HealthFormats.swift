public import CivicModel

/// The formats of health bodies, in the order in which they are tried: the most specific first.
public enum HealthFormats {
    public static let all: [any HealthFormat.Type] = text + lists + keyed + shaped + loose

    /// Told by their text.
    private static let text: [any HealthFormat.Type] = [
        KubernetesVerbose.self, AspNetText.self, Lightship.self, GRPCHealth.self, RailsHealthCheck.self, RailsUp.self,
        OkComputer.self, EtcdHealth.self, DatabasePing.self, PrometheusHealthy.self, CurlError.self, BlackboxProbe.self,
        PrometheusGauges.self, Systemd.self, KubernetesPod.self, KubernetesEvents.self, KubernetesProbeLog.self,
    ]
    /// Lists, and maps of the same things, by the members of the first.
    private static let lists: [any HealthFormat.Type] = [
        ConsulService.self, ConsulChecks.self, DockerHealth.self, Cohort.self, DropwizardViews.self, PlugCheckup.self,
    ]
    /// Objects with a member that nobody else has.
    private static let keyed: [any HealthFormat.Type] = [
        AWSTargetHealth.self, AWSCloudMap.self, Eureka.self, ConsulAutopilot.self, VaultHealth.self, ElasticsearchHealth.self,
        KafkaConnect.self, AspNetUI.self, LaravelHealth.self, SE4.self, LiipMonitor.self, FTHealth.self, Airflow.self,
        GitLabReadiness.self, SonarQube.self, MinIO.self,
    ]
    /// Objects told by the shape of several members, the stricter first.
    private static let shaped: [any HealthFormat.Type] = [
        SpringActuator.self, Harbor.self, InfluxDB.self, CloudNative.self, MicroProfile.self, NHSStatus.self, GovUK.self,
        MicroProfile1.self, AppMetrics.self, AspNetCustom.self, InVision.self, Alexliesenfeld.self, Terminus.self,
        HealthJSON.self, Micronaut.self,
        SpringActuator2.self, HelloFresh.self, Etherlabs.self, HMCTSNode.self, SpringBoot1.self,
        Dropwizard.self, Sundheit.self, Nomad.self, CockroachDB.self, RabbitMQ.self, Gotify.self, Grafana.self,
        DjangoHealthCheck.self,
    ]
    /// What is left, and could be anything where nobody says that it is health.
    private static let loose: [any HealthFormat.Type] = [
        NotHealth.self, EmptyObject.self, GenericList.self, StatusMap.self, Heptiolabs.self, StatusOnly.self, PlainWord.self,
    ]

    /// Id of bodies that no format takes.
    public static let unrecognised = "unrecognised"

    public static func format(_ id: String) -> (any HealthFormat.Type)? { all.first { $0.id == id } }

    /// What `document` says; a body that no format takes says nothing.
    public static func report(of document: HealthDocument) -> HealthReport {
        recognise(document)?.report ?? finished(HealthReport(format: unrecognised), document, format: nil)
    }

    /// What `document` says, and whether its format is taken for health outside of an envelope too; nil when no format
    /// takes it.
    public static func recognise(_ document: HealthDocument) -> (report: HealthReport, isDistinctive: Bool)? {
        for format in all {
            if let report = format.read(document) { return (finished(report, document, format: format), format.isDistinctive) }
        }
        return nil
    }

    private static func finished(
        _ report: HealthReport, _ document: HealthDocument, format: (any HealthFormat.Type)?
    ) -> HealthReport {
        var report = report
        report.isMalformed = report.isMalformed || !document.flaws.isEmpty
        if let format {
            report.isAlwaysOK = report.isAlwaysOK || format.isAlwaysOK
            report.hasNonFatalChecks = report.hasNonFatalChecks || format.hasNonFatalChecks
        }
        return report
    }
}
