/// Where programs that people read data with come from, and how they are made to write JSON Lines.
enum KnownPrograms {
  private static let installations = [
    "duckdb": "'brew install duckdb', 'pip install duckdb-cli', or duckdb.org/install",
    "sqlite3": "'apt install sqlite3' or 'brew install sqlite'",
    "zstd": "'apt install zstd' or 'brew install zstd'",
    "xz": "'apt install xz-utils' or 'brew install xz'",
    "bzip2": "'apt install bzip2' or 'brew install bzip2'",
    "lz4": "'apt install lz4' or 'brew install lz4'",
    "unzip": "'apt install unzip' or 'brew install unzip'",
    "tar": "'apt install tar'",
    "jq": "'apt install jq' or 'brew install jq'",
    "python3": "'apt install python3' or 'brew install python'",
  ]

  /// What to do where a program is missing.
  static func installation(of program: String, startsSentence: Bool) -> String {
    let verb = startsSentence ? "Install" : "install"
    return (installations[program].map { "\(verb) it (\($0))" } ?? "\(verb) it")
      + ", or name it by its path."
  }

  /// How to have a program write JSON Lines.
  static func linesAdvice(for name: String) -> String {
    switch name {
    case "duckdb": "Have it write one object to a line: 'duckdb -jsonlines -c QUERY'."
    case "sqlite3":
      "Have it write one object to a line: 'select json_object('input', QUESTION, 'output', ANSWER) from TABLE'."
    case "jq": "Have it write one object to a line: 'jq -c'."
    default: "Have it write one JSON object to a line, and all else to standard error."
    }
  }
}
