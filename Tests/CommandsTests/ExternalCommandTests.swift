import Testing

@testable import Commands

@Suite struct ExternalCommandTests {
  /// The words of a command, and how one would type it.
  @Test(
    arguments: [
      (
        ["duckdb", "-jsonlines", "-c", "from 'data/*.parquet'"],
        #"duckdb -jsonlines -c "from 'data/*.parquet'""#
      ),
      (["zstd", "-dc", "a b.zst"], "zstd -dc 'a b.zst'"),
      (["sh", "-c", "echo \"$0\"", ""], "sh -c 'echo \"$0\"' ''"),
      (["awk", "'{print $1}'"], #"awk ''\''{print $1}'\'''"#),
      (["~/bin/x", "é=1"], "'~/bin/x' é=1"),
    ] as [([String], String)])
  func text_isWhatAShellWouldRead(_ words: [String], _ text: String) {
    #expect(ExternalCommand(words).text == text)
  }

  @Test func name_isTheProgramsLastName() {
    #expect(ExternalCommand(["/usr/bin/duckdb", "-c"]).name == "duckdb")
    #expect(ExternalCommand(["./make-lines"]).name == "make-lines")
    #expect(ExternalCommand([]).name.isEmpty)
  }
}
