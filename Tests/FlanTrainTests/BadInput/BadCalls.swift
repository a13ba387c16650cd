enum BadCalls {
  static let all: [BadInput] = [
    BadInput(
      "malformed override", ["recipe.json", "train.steps"], exits: 64,
      saying: ["command line", "'train.steps' is not of the form dotted.key=value", "train.steps=200"]),
    BadInput(
      "unknown key of an override", ["recipe.json", "trian.steps=3"], exits: 64,
      saying: ["command line", "'trian'", "Did you mean 'train.steps'?"]),
    BadInput(
      "wrong type of an override", ["recipe.json", "train.steps=many"], exits: 64,
      saying: ["command line: train.steps", "must be a whole number"]),
    BadInput(
      "plug-in without XLA", ["generate", "runs/small", "hello", "--plugin", "cuda13"], exits: 64,
      saying: ["--plugin goes with --runtime xla"]),
    BadInput(
      "threads of a plug-in", ["score", "m", "--input", "-", "--runtime", "xla", "--threads", "2"], exits: 64,
      saying: ["--threads is for --runtime cpu"]),
    BadInput(
      "unknown runtime", ["generate", "runs/small", "hello", "--runtime", "xl"], exits: 64,
      saying: ["'xl' is no runtime", "Did you mean 'xla'?"]),
    BadInput(
      "runtime for predictions", ["eval", "--predictions", "p.jsonl", "--runtime", "xla"], exits: 64,
      saying: ["--runtime is for models"]),
    BadInput(
      "override of a group", ["recipe.json", "train=3"], exits: 64, saying: ["command line", "train"]),
    BadInput(
      "override without a recipe", ["train.steps=3"], exits: 64,
      saying: ["'train.steps=3' is a setting", "'flan-train recipes/flan-small.json train.steps=3'"]),
    BadInput(
      "unknown verb", ["tokenise", "bytes"], exits: 64,
      saying: ["'tokenise' is neither a verb nor a recipe", "Did you mean 'flan-train tokenize bytes'?"]),
    BadInput(
      "misspelled verb", ["trian", "recipe.json"], exits: 64,
      saying: ["'trian' is neither a verb nor a recipe", "Did you mean 'flan-train train recipe.json'?"]),
    BadInput(
      "misspelled verb with options", ["evla", "runs/small", "--json", "--by-task"], exits: 64,
      saying: ["'evla'", "Did you mean 'flan-train eval runs/small --json --by-task'?"]),
    BadInput(
      "misspelled verb that is asked for help", ["pln", "--help"], exits: 64, saying: ["'flan-train plan"]),
    BadInput(
      "verb in capitals", ["Train", "recipe.json"], exits: 64,
      saying: ["Did you mean 'flan-train train recipe.json'?"]),
    BadInput(
      "verb of another program", ["finetune", "recipe.json"], exits: 64,
      saying: ["'finetune'", "Did you mean 'flan-train train recipe.json'?"]),
    BadInput(
      "verb of another program with a quoted word", ["predict", "runs/small", "red 1"], exits: 64,
      saying: [#"Did you mean 'flan-train generate runs/small "red 1"'?"#]),
    BadInput("version as a verb", ["version"], exits: 64, saying: ["'flan-train --version'"]),
    BadInput(
      "word near a recipe", ["recpe.json"], exits: 64,
      saying: ["recpe.json: there is no such recipe", "Did you mean 'recipe.json'?"]),
    BadInput(
      "word near a verb and a recipe", ["trains"], exits: 64,
      saying: ["'trains'", "Did you mean 'flan-train train', or the recipe 'trainz.json'?"]
    ) { try $0.folder.write("{}", to: "trainz.json") },
    BadInput("word near nothing", ["xyzzyplugh"], exits: 64, saying: ["xyzzyplugh: there is no such recipe"]),
    BadInput(
      "verb behind its recipe", ["recipe.json", "plan", "--json"], exits: 64,
      saying: ["'plan' stands in the wrong place", "Did you mean 'flan-train plan recipe.json --json'?"]),
    BadInput(
      "verb behind an option", ["--json", "eval", "runs/small"], exits: 64,
      saying: ["'eval' stands in the wrong place", "Did you mean 'flan-train eval --json runs/small'?"]),
    BadInput(
      "run where a recipe should stand", ["runs/small"], exits: 64,
      saying: ["runs/small: is a run, not a recipe", "'flan-train resume runs/small'"], leavesRun: true
    ) { _ = try $0.run("recipe.json") },
    BadInput(
      "setting as an option", ["recipe.json", "--learning-rate", "1e-3"], exits: 64,
      saying: ["there is no option '--learning-rate'", "Did you mean 'optimizer.learningRate=1e-3'?"]),
    BadInput(
      "setting of another program as an option", ["train", "recipe.json", "--num_train_epochs=3"], exits: 64,
      saying: ["there is no option '--num_train_epochs'", "Did you mean 'train.epochs=3'?"]),
    BadInput(
      "setting with its path as an option", ["plan", "recipe.json", "--train.steps=20"], exits: 64,
      saying: ["there is no option '--train.steps'", "Did you mean 'train.steps=20'?"]),
    BadInput(
      "entry before the first", ["recipe.json", "data.tasks.-1.path=x"], exits: 64,
      saying: ["data.tasks[-1].path", "there is no entry -1: the list has 1 entry"]),
    BadInput(
      "number at its end", ["recipe.json", "loss.zLoss=-9223372036854775808"], exits: 64,
      saying: ["command line: loss.zLoss", "must be at least 0"]),
    BadInput("unknown flag", ["recipe.json", "--restrat"], exits: 64, saying: ["--restrat", "--restart"]),
    BadInput("missing argument", ["resume"], exits: 64, saying: ["<run>"]),
    BadInput(
      "tokens out of range", ["generate", "m", "p", "--max-tokens", "0"], exits: 64, saying: ["--max-tokens"]),
    BadInput(
      "threads that are no number", ["generate", "m", "p", "--threads", "x"], exits: 64, saying: ["--threads"]
    ),
    BadInput(
      "beams out of range", ["generate", "m", "p", "--beams", "0"], exits: 64, saying: ["--beams must be"]),
    BadInput(
      "beams and draws", ["generate", "m", "p", "--beams", "3", "--top-k", "2"], exits: 64,
      saying: ["--beams does not go with --temperature"]),
    BadInput(
      "temperature of zero", ["generate", "m", "p", "--temperature", "0"], exits: 64,
      saying: ["--temperature must be above 0"]),
    BadInput("top-p above one", ["generate", "m", "p", "--top-p", "1.5"], exits: 64, saying: ["--top-p"]),
    BadInput(
      "length penalty that is no number", ["generate", "m", "p", "--length-penalty", "nan"], exits: 64,
      saying: ["--length-penalty must be"]),
    BadInput(
      "least tokens above the most", ["generate", "m", "p", "--min-tokens", "9", "--max-tokens", "5"],
      exits: 64, saying: ["--min-tokens must be from 0 to --max-tokens (5)"]),
    BadInput(
      "prompt and file of prompts", ["generate", "m", "p", "--input", "x"], exits: 64,
      saying: ["exclude each other"]),
    BadInput(
      "stream of many", ["generate", "m", "--stream"], exits: 64, saying: ["--stream is for the plain answer"]
    ),
    BadInput("score without input", ["score", "m"], exits: 64, saying: ["--input"]),
    BadInput("score with a missing model", ["score", "m", "--input", "x"], exits: 65, saying: ["m"]),
    BadInput(
      "decoding and pieces", ["tokenize", "bytes", "--decode", "--pieces"], exits: 64,
      saying: ["exclude each other"]),
    BadInput(
      "ids that are no array", ["tokenize", "bytes", "--decode"], input: "{\"a\": 1}\n", exits: 65,
      saying: ["standard input:1:1", "is an object but must be an array"]),
    BadInput(
      "ids that are no ids", ["tokenize", "bytes", "--decode"], input: "[\"a\"]\n", exits: 65,
      saying: ["standard input:1:2", "is a string but must be a whole number"]),
    BadInput(
      "id too large for any vocabulary", ["tokenize", "bytes", "--decode"], input: "[99999999999]\n",
      exits: 65,
      saying: ["standard input:1:2", "99999999999", "id of the vocabulary"]),
    BadInput(
      "ids that are no JSON", ["tokenize", "bytes", "--decode"], input: "12 13\n", exits: 65,
      saying: ["standard input:1:4", "'1'"]),
    BadInput(
      "tokenize without a vocabulary", ["tokenize", "nowhere.model"], input: "a\n", exits: 65,
      saying: ["nowhere.model"]),
    BadInput(
      "learning rate that diverges", ["recipe.json", "optimizer.learningRate=1000", "train.steps=50"],
      exits: 2,
      saying: [
        "training diverged at step", "loss", "first: ", "tasks of the step: colors",
        "Lower optimizer.learningRate",
        "flan-train inspect runs/small --diverged",
      ], leavesRun: true),
  ]
}
