/// Eight rules that a shop would write; 2, 7 and 8 judge groups of records.
enum ShopRules {
    static let text = head + payment + orders + loud + tenant + numbers + types + breaker + budget
    static let withoutGroups = head + payment + loud + tenant + numbers + types

    private static let head = #"""
        # rules/shop.yml
        civic: 1
        custom:

        """#

    private static let payment = #"""
        # 1. Money is always a positive number in a real currency.
        - id: SHOP-001
          name: payment-amount-usable
          severity: error
          impact: important
          dimension: message
          unit: record
          select: { services: ["pay*"], where: { field: event.name, matches: '^payment\.' } }
          assert:
            all:
              - { field: payment.amount, type: number, range: { gt: 0 } }
              - { field: payment.currency, format: iso4217 }
          allow: { ok: 0.1%, bad: 5%, min: 50 }
          message: "{violations} of {n} payment records lack a usable amount"
          fix: Log amount as a number in minor units plus an ISO 4217 code.
          examples:
            pass: [{ service: pay-api, event.name: payment.captured, payment: { amount: 1250, currency: EUR } }]
            fail: [{ service: pay-api, event.name: payment.captured, payment: { amount: "12.50", currency: euro } }]

        """#

    private static let orders = #"""
        # 2. Every placed order reaches an end within a day (edge orders are censored automatically).
        - id: SHOP-002
          name: order-reaches-outcome
          severity: warn
          impact: important
          dimension: correlation
          unit: group
          select: { where: { field: event.name, in: [order.placed, order.shipped, order.cancelled] } }
          group: { by: [order.id], within: 24h }
          assert:
            when: { field: event.name, equals: order.placed }
            then: { followed_by: { where: { field: event.name, in: [order.shipped, order.cancelled] }, within: 24h } }
          allow: { ok: 1%, bad: 20%, min: 20 }
          fix: Emit order.cancelled on every abandon path, including timeouts.
          examples:
            pass: [[{ "@time": "2026-01-05T10:00:00Z", event.name: order.placed, order.id: o1 },
                    { "@time": "2026-01-05T12:00:00Z", event.name: order.shipped, order.id: o1 }]]
            fail: [[{ "@time": "2026-01-05T10:00:00Z", event.name: order.placed, order.id: o2 }]]

        """#

    private static let loud = #"""
        # 3. Server errors are loud, and the route is a template rather than a path with ids in it.
        - id: SHOP-003
          name: http-5xx-loud-and-grouped
          severity: warn
          impact: normal
          dimension: message
          unit: record
          select: { services: ["*-api"], where: { field: http.response.status_code, range: { gte: 500 } } }
          assert:
            all:
              - { field: "@level", level: { gte: error } }
              - { field: http.route, exists: true, not_matches: '/([0-9]+|[0-9a-f]{8}-[0-9a-f-]{27})(/|$)' }
          allow: { ok: 2%, bad: 50%, min: 20 }
          fix: Log http.route (the pattern) next to url.path, at ERROR.
          examples:
            pass: [{ service: cart-api, level: ERROR, http: { route: "/carts/{id}", response: { status_code: 503 } } }]
            fail: [{ service: cart-api, level: INFO, http: { route: "/carts/8812", response: { status_code: 503 } } }]

        """#

    private static let tenant = #"""
        # 4. Tenant on (nearly) everything, by volume and by message kind.
        - id: SHOP-004
          name: tenant-on-requests
          severity: error
          impact: critical
          dimension: correlation
          unit: record
          select: { services: ["*-api"], where: { field: "@trace", exists: true } }
          assert: { field: tenant.id, exists: true, format: uuid }
          allow: { ok: 0.5%, bad: 20%, min: 200, ratio: balanced }
          fix: Bind tenant.id in the request context, not per call site.
          examples:
            pass: [{ service: cart-api, trace_id: 4bf92f3577b34da6a3ce929d0e0e4736, tenant: { id: 0b9c2f0e-7a51-4d0e-9a57-0c1d7a3b5e11 } }]
            fail: [{ service: cart-api, trace_id: 4bf92f3577b34da6a3ce929d0e0e4736 }]

        """#

    private static let numbers = #"""
        # 5. House secret: customer numbers and internal hosts never leave in a message.
        - id: SHOP-005
          name: no-customer-numbers
          severity: error
          impact: important
          dimension: security
          unit: record
          assert:
            none:
              - { field: "@raw", matches: '\bCUST-[0-9]{8}\b' }
              - { field: "@message", matches: '\b[a-z0-9-]+\.corp\.internal\b' }
          allow: { ok: 0.001%, bad: 1%, min: 1 }
          fix: Log the opaque customer key (ck_…) instead.
          examples:
            pass: [{ message: "Refund issued", customer.key: ck_91f0 }]
            fail: [{ message: "Refund issued to CUST-00418822" }]

        """#

    private static let types = #"""
        # 6. Contract: only registered event types; billing events carry schema version 2 or later.
        - id: SHOP-006
          name: registered-event-types
          severity: error
          impact: important
          dimension: correlation
          unit: record
          select: { where: { field: type, exists: true } }
          assert:
            all:
              - { field: type, in: { file: rules/event-types.txt } }
              - when: { field: type, matches: '^billing\.' }
                then: { field: schemaversion, type: integer, range: { gte: 2 } }
          allow: { ok: 0.1%, bad: 5%, min: 20 }
          fix: Register the type, or bump the producer.
          examples:
            pass: [{ type: billing.invoice.issued, schemaversion: 2 }]
            fail: [{ type: billing.invoice.issued, schemaversion: 1 }]

        """#

    private static let breaker = #"""
        # 7. Game day: an opened breaker names its dependency and is seen to close again.
        - id: SHOP-007
          name: breaker-opens-and-closes
          severity: warn
          impact: important
          dimension: experiment
          unit: group
          select: { where: { field: event.name, in: [breaker.opened, breaker.closed] } }
          group: { by: ["@service", breaker.name], within: 30m }
          assert:
            when: { field: event.name, equals: breaker.opened }
            then:
              all:
                - { field: peer.service, exists: true }
                - { followed_by: { where: { field: event.name, equals: breaker.closed }, within: 10m } }
          allow: { ok: 0%, bad: 100%, min: 1 }
          fix: Log both transitions at WARN/INFO with peer.service.
          examples:
            pass: [[{ "@time": "2026-01-05T10:00:00Z", event.name: breaker.opened, breaker.name: pay, peer.service: stripe },
                    { "@time": "2026-01-05T10:04:00Z", event.name: breaker.closed, breaker.name: pay, peer.service: stripe }]]
            fail: [[{ "@time": "2026-01-05T10:00:00Z", event.name: breaker.opened, breaker.name: pay }]]

        """#

    private static let budget = #"""
        # 8. Log budget: checkout may spend 32 KiB and 40 records on one request.
        - id: SHOP-008
          name: checkout-log-budget
          severity: info
          impact: low
          dimension: volume
          unit: group
          select: { services: [checkout] }
          group: { by: ["@trace"], within: 5m }
          assert: { all: [ { count: { lte: 40 } }, { sum: { field: "@bytes", lte: 32KiB } } ] }
          allow: { ok: 5%, bad: 60%, min: 100 }
          fix: One canonical record per request; steps at DEBUG.
          examples:
            pass: [[{ service: checkout, trace_id: 4bf92f3577b34da6a3ce929d0e0e4736, message: "Checkout finished" }]]
            fail: [[{ repeat: 41, record: { service: checkout, trace_id: 4bf92f3577b34da6a3ce929d0e0e4736, message: step } }]]

        """#
}
