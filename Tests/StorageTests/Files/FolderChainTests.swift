import Storage
import Testing

@Suite struct FolderChainTests {
  @Test(arguments: [
    ("", ""), ("a", "a"), ("a/", "a"), ("a//", "a"), ("/a/b///", "/a/b"), ("/", "/"), ("//", "/"),
    ("a/ ", "a/ "),
    ("é/", "é"), ("a\n/", "a\n"),
  ])
  func `slashes at the end of a path do not count`(path: String, expected: String) {
    #expect(path.withoutTrailingSlashes == expected)
  }
}
