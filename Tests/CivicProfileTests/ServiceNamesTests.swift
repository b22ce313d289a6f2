import CivicFormats
import CivicModel
import Testing

@testable import CivicProfile

@Suite struct ServiceNamesTests {
    @Test(arguments: [
        ("/inventory", "inventory"), ("urn:shop:inventory", "inventory"), ("https://shop.example/inventory", "inventory"),
        ("https://shop.example/inventory/v2?x=/orders", "inventory"), ("com.example.shop.Inventory", "inventory"),
        ("/shop/Order_Desk/", "order-desk"), ("/returns", "returns"), ("plain", "plain"), ("://", "://"), ("", ""),
    ])
    func `a producer is the service that its last known part names`(source: String, service: String) {
        #expect(ServiceNames.producer(source, amongst: ["inventory", "orders", "order-desk"]) == service)
    }
}
