import Crypto
import Foundation
import JSON
import Storage

extension Recipe {
  /// The recipe with every setting, in schema order: the content of `resolved.json`.
  package var resolvedJSON: OrderedJSON { json }

  /// The text of `resolved.json`.
  package var resolvedText: String { resolvedJSON.prettyText() + "\n" }

  /// Every setting with its dotted key and its value as JSON, in schema order.
  package var settingRows: [(key: String, value: String)] {
    resolvedJSON.leaves().map { ($0.path, $0.value.compactText) }
  }

  /// The SHA-256 of `resolvedText`, in hexadecimal.
  package var hash: String { Hexadecimal.text(SHA256.hash(data: Data(resolvedText.utf8))) }
}

extension OrderedJSON {
  /// Every value that is not an object or a list of objects, with its dotted path, in order.
  package func leaves(under prefix: String = "") -> [(path: String, value: OrderedJSON)] {
    switch self {
    case .object(let members) where !members.isEmpty:
      return members.flatMap { $0.value.leaves(under: prefix.isEmpty ? $0.key : "\(prefix).\($0.key)") }
    case .array(let elements) where elements.contains(where: \.isObject):
      return elements.enumerated().flatMap { $1.leaves(under: "\(prefix)[\($0)]") }
    default: return [(prefix, self)]
    }
  }

  private var isObject: Bool {
    if case .object = self { true } else { false }
  }
}
