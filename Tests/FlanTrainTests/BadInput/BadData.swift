import Foundation

enum BadData {
  private static func task(
    _ description: String, _ text: String, exits status: Int32 = 65, saying parts: [String]
  ) -> BadInput {
    BadInput(description, ["recipe.json"], exits: status, saying: parts) { world in
      try world.folder.write(text, to: "tasks/new.json")
    }
  }

  private static func lines(
    _ description: String, _ text: String, overrides: [String] = [], exits status: Int32 = 65,
    saying parts: [String], leavesRun: Bool = false
  ) -> BadInput {
    BadInput(description, ["recipe.json"] + overrides, exits: status, saying: parts, leavesRun: leavesRun) {
      world in
      try world.folder.write(text, to: "tasks/lines.jsonl")
    }
  }

  static let all: [BadInput] = [
    lines(
      "a pointer of git-lfs in place of data",
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "a", count: 64))\nsize 123\n",
      saying: ["tasks/lines.jsonl", "git-lfs", "git lfs pull"]),
    .recipe(
      "missing task folder", "{\"path\": \"tasks\"}", "{\"path\": \"taskz\"}", exits: 65,
      saying: ["recipe.json:10:", "data.tasks[0].path", "'taskz' is not there", "Did you mean 'tasks'?"]),
    .recipe(
      "empty task folder", "{\"path\": \"tasks\"}", "{\"path\": \"empty\"}", exits: 65,
      saying: ["empty", "holds no task files", "Put "]
    ) { try $0.folder.write("nothing", to: "empty/README.md") },
    .recipe(
      "file that is no task", "{\"path\": \"tasks\"}", "{\"path\": \"notes.txt\"}", exits: 65,
      saying: ["notes.txt", "is not a task file", "Files that are read"]
    ) { try $0.folder.write("nothing", to: "notes.txt") },
    task(
      "truncated task", String(SmallWorld.task(cluster: "new", words: ["a"]).prefix(200)),
      saying: ["tasks/new.json:", "the end of the file", "truncated"]),
    task(
      "task without instances", #"{"Definition": ["Say."], "Instances": []}"#,
      saying: ["tasks/new.json", "'new' has no usable instance", "Add instances"]),
    task(
      "misspelt key of a task", #"{"Definition": ["Say."], "Instanzes": []}"#,
      saying: [
        "tasks/new.json:1:1", "the key 'Instances' is missing", "Is 'Instanzes' meant to be 'Instances'?",
      ]),
    task(
      "output that is a number", #"{"Definition": ["Say."], "Instances": [{"input": "a", "output": 3}]}"#,
      saying: ["tasks/new.json:1:", "Instances[0].output", "is a number"]),
    task(
      "targets that are only white space",
      #"{"Definition": ["Say."], "Instances": [{"input": "a", "output": [" \n"]}, {"input": "b", "output": "\t"}]}"#,
      saying: [
        "tasks/new.json", "'new' has no usable instance", "2 left out because their text is blank", "Add",
      ]),
    BadInput(
      "text that is not UTF-8", ["recipe.json"], exits: 65,
      saying: ["tasks/new.json:1:", "not UTF-8", "UTF-8 text"]
    ) {
      try $0.folder.write(
        Data(#"{"Definition": ["#.utf8) + Data([0x22, 0xFF, 0x22, 0x5D, 0x7D]), to: "tasks/new.json")
    },
    BadInput(
      "two tasks of one name", ["recipe.json"], exits: 65,
      saying: ["a second task is named 'colors'", "tasks/colors.json", "Rename one"]
    ) { try $0.folder.write(SmallWorld.task(cluster: "x", words: ["x"]), to: "tasks/more/colors.json") },
    lines(
      "id outside the vocabulary",
      "{\"input_ids\": [5, 6], \"target_ids\": [7]}\n{\"input_ids\": [9000], \"target_ids\": [7]}\n",
      saying: [
        "tasks/lines.jsonl:2", "9000", "1 to 383", "Tokenise the data with the vocabulary of this model",
      ]),
    lines(
      "negative id", "{\"input_ids\": [-5], \"target_ids\": [7]}\n",
      saying: ["tasks/lines.jsonl:1:", "input_ids[0]", "-5", "a token id from 1"]),
    lines(
      "line that is no JSON", "{\"inputs\": \"a\", \"targets\": \"b\"}\nnope\n",
      saying: ["tasks/lines.jsonl:2:", "'n'"]),
    lines(
      "line without targets", "{\"inputs\": \"a\"}\n",
      saying: ["tasks/lines.jsonl:1:1", "the key 'targets' is missing"]),
    lines("empty file of lines", "\n\n", saying: ["tasks/lines.jsonl", "'lines' has no usable instance"]),
    lines(
      "long example where none may be",
      #"{"inputs": "\#(String(repeating: "long ", count: 90))", "targets": "b"}"# + "\n",
      overrides: ["data.excessLength=fail"],
      saying: [
        "tasks/lines.jsonl:1: instance 0 of the task 'lines'", "450 input", "a row holds 96 and 24",
        "data.excessLength",
      ], leavesRun: true),
    lines(
      "more cut than allowed",
      #"{"inputs": "\#(String(repeating: "long ", count: 90))", "targets": "b"}"# + "\n",
      overrides: ["data.maxTruncatedFraction=0.01"],
      saying: [
        "of the examples are too long for the row", "1.0 % allowed", "'lines'", "data.maxTruncatedFraction",
      ]),
    BadInput(
      "vocabulary that is garbage", ["recipe.json", "tokenizer.vocabulary=garbage.model"], exits: 65,
      saying: ["garbage.model", "is not a SentencePiece model", "spiece.model"]
    ) { try $0.folder.write(String(repeating: "garbage ", count: 50), to: "garbage.model") },
    BadInput(
      "missing vocabulary", ["recipe.json", "tokenizer.vocabulary=spiece.modell"], exits: 65,
      saying: [
        "command line", "tokenizer.vocabulary", "'spiece.modell' is not there",
        "Did you mean 'spiece.model'?",
      ]
    ) { try $0.folder.write("x", to: "spiece.model") },
  ]
}
