/// The tag that a log driver of Docker gives to all lines of a container, as its template says: `shop/orders`,
/// `registry.example/orders/orders-1/4f0c3a52b6d1`, or the container's own number alone, which is the default.
public enum ContainerTag {
    /// Where the json-file driver puts it.
    public static let path = "attrs.tag"

    /// Whom the tag names: its last part that is no container's number; nil when there is none.
    public static func service(_ tag: some StringProtocol) -> String? {
        tag.split { $0 == "/" }.last { !isNumber($0) }.map { String($0.prefix { $0 != ":" }) }
    }

    /// A container's number: 12 hexadecimal digits of 64.
    private static func isNumber(_ part: some StringProtocol) -> Bool {
        (part.utf8.count == 12 || part.utf8.count == 64) && part.allSatisfy { $0.isHexDigit }
    }
}
