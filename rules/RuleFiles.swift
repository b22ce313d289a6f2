/// The built-in rule files, as they lie in this folder, embedded so that the program needs no data beside it.
public enum RuleFiles {
    /// Name and YAML text of every family, in the order of the catalogue.
    public static var all: [(name: String, bytes: [UInt8])] {
        [
            ("log.yml", PackageResources.log_yml), ("fmt.yml", PackageResources.fmt_yml), ("msg.yml", PackageResources.msg_yml),
            ("vol.yml", PackageResources.vol_yml), ("cor.yml", PackageResources.cor_yml), ("evt.yml", PackageResources.evt_yml),
            ("sec.yml", PackageResources.sec_yml),
            ("hlt.yml", PackageResources.hlt_yml), ("exp.yml", PackageResources.exp_yml),
        ]
    }
}
