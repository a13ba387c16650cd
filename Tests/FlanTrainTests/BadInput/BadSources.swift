import Foundation

/// Faults in files of tasks of every kind, met by `validate`.
enum BadSources {
  private static func file(
    _ description: String, _ name: String, _ text: String, entry: String = "", exits status: Int32 = 65,
    saying parts: [String]
  ) -> BadInput {
    BadInput(description, ["validate", "recipe.json"], exits: status, saying: parts) { world in
      try world.folder.write(text, to: "new/\(name)")
      try world.edit(
        "recipe.json", "{\"path\": \"tasks\"}", "{\"path\": \"tasks\"}, {\"path\": \"new/\(name)\"\(entry)}")
    }
  }

  private static let fields = #", "fields": {"input": "q", "output": "a"}"#

  static let all: [BadInput] = [
    file(
      "broken JSON on line 3", "a.jsonl",
      "{\"inputs\": \"a\", \"targets\": \"b\"}\n\n{\"inputs\": \"a\", \"targets\" \"b\"}\n",
      saying: ["new/a.jsonl:3:27", "':'"]),
    file(
      "missing field", "a.jsonl", "{\"q\": \"x\"}\n", entry: fields,
      saying: ["new/a.jsonl:1:1", "'a' is missing"]),
    file("nothing but a byte-order mark", "a.tsv", "\u{FEFF}", saying: ["new/a.tsv", "no usable instance"]),
    file("missing column", "a.csv", "q,b\nx,y\n", entry: fields, saying: ["new/a.csv:2", "no column 'a'"]),
    file("open quote", "a.csv", "q,a\nx,\"y\n", entry: fields, saying: ["new/a.csv:2", "never closed"]),
    file(
      "too many columns", "a.csv", "q,a\nx,y,z\n", entry: fields, saying: ["new/a.csv:2", "has 3 columns"]),
    file("NUL byte", "a.tsv", "q\ta\tr\nq\u{0}\ta\tr\n", saying: ["new/a.tsv:2", "NUL"]),
    file("empty file", "a.tsv", "", saying: ["new/a.tsv", "'a' has no usable instance"]),
    file("blank targets", "cot.tsv", "q\t \tr\n", saying: ["'cot' has no usable instance", "1 left out"]),
    file(
      "three columns of something", "nli.tsv", "premise\thypothesis\tlabel\nA.\tB.\tneutral\n",
      saying: ["new/nli.tsv:1", "'premise', 'hypothesis', 'label'", "\"kind\": \"cot-tsv\"", "data.tasks"]),
    file(
      "definition of no field", "a.csv", "q,a,do\nx,y,z\n",
      entry: #", "fields": {"input": "q", "output": "a"}, "definitions": "{so}""#,
      saying: ["new/a.csv:2", "no column 'so'"]),
    file(
      "formats without a share", "a.csv", "q,a\nx,y\n",
      entry: #", "fields": {"input": "q", "output": "a"}, "formats": {"few-shot": 0}"#, exits: 64,
      saying: ["data.tasks[1].formats", "share of 0"]),
    file(
      "two of one id", "a.csv", "i,q,a\n1,x,y\n1,x,z\n",
      entry: #", "fields": {"input": "q", "output": "a", "id": "i"}"#,
      saying: ["new/a.csv:3", "'1' stands here and in line 2", "Take one"]),
    file("no gzip", "a.jsonl.gz", "{}", saying: ["new/a.jsonl.gz", "is not a gzip file"]),
    file(
      "unknown layout", "a.jsonl", "{\"x\": 1, \"y\": 2}\n",
      saying: ["new/a.jsonl:1:1", "'x', 'y'", "data.tasks"]),
    file(
      "unknown kind", "a.csv", "q,a\n", entry: #", "kind": "cvs""#, exits: 64,
      saying: ["data.tasks[1].kind", "'cvs'", "'csv'"]),
    file(
      "unknown field", "a.csv", "q,a\n", entry: #", "fields": {"imput": "q"}"#, exits: 64,
      saying: ["recipe.json:", "data.tasks[1].fields.imput", "data.tasks[1].fields.input"]),
    file(
      "no such list", "a.json", "{}", entry: #", "splitFile": "train.txt""#,
      saying: ["data.tasks[1].splitFile", "'train.txt' is not there"]),
    BadInput(
      "cut gzip", ["validate", "recipe.json"], exits: 65,
      saying: ["tasks/a.tsv.gz", "cut off after 12 bytes"]
    ) {
      try $0.folder.write(Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x2B, 0x4C]), to: "tasks/a.tsv.gz")
    },
    BadInput("UTF-16", ["validate", "recipe.json"], exits: 65, saying: ["tasks/a.tsv:1", "UTF-16", "iconv"]) {
      try $0.folder.write(Data([0xFF, 0xFE, 0x61, 0]), to: "tasks/a.tsv")
    },
    BadInput(
      "unknown key of a description", ["validate", "recipe.json"], exits: 65,
      saying: ["tasks/flan-source.json:1:2", "unknown key 'clustr'", "'cluster'"]
    ) { try $0.folder.write(#"{"clustr": "x"}"#, to: "tasks/flan-source.json") },
  ]
}
