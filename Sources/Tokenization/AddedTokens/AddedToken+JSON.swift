import JSON

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
