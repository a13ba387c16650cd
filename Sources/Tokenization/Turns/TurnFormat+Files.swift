import Diagnostics
import Foundation
import JSON

extension TurnFormat {
  /// The name of the file that tells a model folder's markers; transformers passes it over.
  public static let fileName = "turns.json"
  /// The word for no markers.
  public static let none = "none"

  private static let keys = ["beforePrompt", "beforeTarget", "end"]

  /// The markers that a word or a path names: a family, `none`, or a file as folders have it.
  /// - Throws: `TurnError.unknownFamily`, `FileError`, `JSONError`.
  public init(named name: String) throws {
    if let family = Family(rawValue: name) {
      self = family.markers
    } else if name == Self.none {
      self.init()
    } else if FileManager.default.fileExists(atPath: name) {
      self = try Self.read(name)
    } else {
      throw TurnError.unknownFamily(name: name)
    }
  }

  /// The markers that a folder tells; `nil` where it has none.
  /// - Throws: `FileError`, `JSONError`.
  public static func inFolder(_ folder: String) throws -> TurnFormat? {
    let path = (folder as NSString).appendingPathComponent(fileName)
    return FileManager.default.fileExists(atPath: path) ? try read(path) : nil
  }

  private static func read(_ path: String) throws -> TurnFormat {
    let object = try JSONDocument.read(path, what: "turns").object()
    try object.refuseUnknownKeys(keys)
    func text(_ key: String) throws -> String? {
      guard let field = object[key], !field.isNull else { return nil }
      return try field.string()
    }
    return TurnFormat(
      beforePrompt: try text("beforePrompt") ?? "", beforeTarget: try text("beforeTarget") ?? "",
      end: try text("end"))
  }

  /// The text of the file that tells them.
  public var json: Data {
    let members = zip(Self.keys, [beforePrompt, beforeTarget, end]).map { key, text in
      OrderedJSON.Member(key, text.map { .string($0) } ?? .null)
    }
    return Data((OrderedJSON.object(members).prettyText() + "\n").utf8)
  }
}
