import Inspection
import Text

/// A low-rank adapter as a table of its layers.
package enum InspectedAdapterText {
  /// The lines.
  package static func textLines(_ adapter: InspectedAdapter) -> [String] {
    var table = TextTable([
      .init("layers called"), .init("layers", .right), .init("weights", .right), .init("trained", .right),
    ])
    func add(_ name: String, _ targets: [InspectedAdapter.Target]) {
      let sums = [\InspectedAdapter.Target.layers, \.weights, \.trained].map { path in
        targets.reduce(0) { $0 + $1[keyPath: path] }
      }
      table.add([name] + sums.map(NumberText.grouped))
    }
    for target in adapter.targets { add(target.name, [target]) }
    table.addRule()
    add("all", adapter.targets)
    let dropout = adapter.dropout > 0 ? ", dropout \(number(adapter.dropout))" : ""
    let scale = number(adapter.alpha / Double(adapter.rank))
    return [
      "\(adapter.name)  LoRA beside \(adapter.baseModel)",
      "rank \(adapter.rank), alpha \(number(adapter.alpha)) (scale \(scale))\(dropout)", "",
    ] + table.lines() + [
      "",
      "\(NumberText.grouped(adapter.trained)) weights are trained, \(NumberText.percent(adapter.share, decimals: 2)) of all; the "
        + "\(NumberText.grouped(adapter.baseWeights)) of the model beside them stay as they are",
    ]
  }

  private static func number(_ value: Double) -> String {
    NumberText.withoutTrailingZeros(NumberText.fixed(value, 4))
  }
}
