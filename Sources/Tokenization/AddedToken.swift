import JSON

/// A token that was added to a vocabulary after it was made: text that names it is encoded to it.
public struct AddedToken: Sendable, Equatable {
  /// Its id, beyond those of the pieces.
  public let id: Int32
  /// Its name.
  public let text: String
  /// Whether white space before it goes (`lstrip`).
  public var stripsLeft = false
  /// Whether white space after it goes (`rstrip`).
  public var stripsRight = false
  /// Whether it is only found where no letter or digit is next to it (`single_word`).
  public var isSingleWord = false
  /// Whether it is looked for in the text as the normalizer leaves it, not as it stands (`normalized`).
  public var isNormalized = false
  /// Whether it is left out where special tokens are (`special`).
  public var isSpecial = false

  /// A token that is found anywhere.
  public init(id: Int32, text: String) {
    self.id = id
    self.text = text
  }
}

extension AddedToken {
  /// A token as Hugging Face's files describe it: its name and flags.
  /// - Throws: `JSONError`.
  init(id: Int32, of object: JSONObject) throws {
    self.init(id: id, text: try object.required("content").string())
    stripsLeft = try object["lstrip"]?.boolean() ?? false
    stripsRight = try object["rstrip"]?.boolean() ?? false
    isSingleWord = try object["single_word"]?.boolean() ?? false
    isSpecial = try object["special"]?.boolean() ?? false
    isNormalized = try object["normalized"]?.boolean() ?? false
  }

  /// The token with another id.
  func with(id: Int32) -> AddedToken {
    var token = AddedToken(id: id, text: text)
    token.stripsLeft = stripsLeft
    token.stripsRight = stripsRight
    token.isSingleWord = isSingleWord
    token.isSpecial = isSpecial
    token.isNormalized = isNormalized
    return token
  }
}
