enum BadRecipes {
  static let all: [BadInput] = [
    .recipe(
      "unknown key", "\"targetLength\"", "\"targetLenght\"",
      saying: ["recipe.json:16:", "'packing.targetLenght'", "Did you mean 'packing.targetLength'?"]),
    .recipe(
      "wrong type", "\"seed\": 3", "\"seed\": \"three\"",
      saying: ["recipe.json:3:", "seed: is a string but must be a whole number"]),
    .recipe(
      "number out of range", "\"rows\": 3", "\"rows\": 0",
      saying: ["recipe.json:16:", "packing.rows", "0", "at least 1"]),
    .recipe(
      "unknown word", "\"preset\": \"tiny\"", "\"preset\": \"smal\"",
      saying: ["recipe.json:5:", "model.preset", "'smal'", "Did you mean 'small'?"]),
    .recipe(
      "decoder misspelled", "\"preset\": \"tiny\"", "\"preset\": \"palm-mni\"",
      saying: ["recipe.json:5:", "model.preset", "'palm-mni'", "Did you mean 'palm-mini'?"]),
    .recipe(
      "decoder with an encoder", "\"preset\": \"tiny\"", "\"preset\": \"palm-mini\"",
      saying: [
        "recipe.json:6:", "model.encoderLayers", "'palm-mini', a decoder alone", "model.decoderLayers",
      ]),
    .recipe(
      "steps and epochs", "\"steps\": 6", "\"steps\": 6, \"epochs\": 2",
      saying: ["recipe.json:18:", "train.epochs", "is 2, but train.steps is 6", "Leave one of them out"]),
    .recipe(
      "negative epochs", "\"steps\": 6", "\"epochs\": -1",
      saying: ["recipe.json:18:", "train.epochs", "is -1 but must be above 0"]),
    .recipe(
      "everything held out by a percentage", "\"heldOutInstances\": 3", "\"heldOutInstances\": \"100%\"",
      saying: ["recipe.json:12:", "data.heldOutInstances", "'100%'", "below 100%"]),
    .recipe(
      "nothing held out by a percentage", "\"heldOutInstances\": 3", "\"heldOutInstances\": \"0 %\"",
      saying: ["data.heldOutInstances", "'0 %'", "above 0%"]),
    .recipe(
      "more than all held out", "\"heldOutInstances\": 3", "\"heldOutInstances\": \"101%\"",
      saying: ["data.heldOutInstances", "'101%'"]),
    .recipe(
      "validation file that is not there", "{\"path\": \"tasks\"}",
      "{\"path\": \"tasks\", \"validation\": \"recipe.jsn\"}", exits: 65,
      saying: ["recipe.json:10:", "data.tasks[0].validation", "'recipe.jsn'", "Did you mean 'recipe.json'?"]),
    .recipe(
      "parameter to freeze that is not there", "\"steps\": 6", "\"steps\": 6, \"freeze\": [\"decodr.*\"]",
      saying: [
        "recipe.json:18:", "train.freeze[0]", "'decodr.*' is no parameter", "Did you mean 'decoder.*'?",
      ]),
    .recipe(
      "plug-in beside the processor's runtime", "\"threads\": 1}",
      "\"threads\": 1}, \"runtime\": {\"plugin\": \"cuda13\"}",
      saying: ["recipe.json:18:", "runtime.plugin", "is 'cuda13', but runtime.kind is 'cpu'"]),
    .recipe(
      "bfloat16 by the processor's runtime", "\"threads\": 1}",
      "\"threads\": 1}, \"runtime\": {\"kind\": \"cpu\", \"arithmetic\": \"bfloat16\"}",
      saying: ["recipe.json:18:", "runtime.arithmetic", "is 'bfloat16'", "kernels compute in float32"]),
    .recipe(
      "rows that devices cannot share", "\"threads\": 1}",
      "\"threads\": 1}, \"runtime\": {\"kind\": \"xla\", \"devices\": 2}",
      saying: ["recipe.json:18:", "runtime.devices", "is 2, but 3 rows cannot be divided by it"]),
    .recipe(
      "weights that are split over one device", "\"threads\": 1}",
      "\"threads\": 1}, \"runtime\": {\"kind\": \"xla\", \"weights\": \"split\"}",
      saying: ["recipe.json:18:", "runtime.weights", "is 'split', but runtime.devices is 1"]),
    .recipe(
      "devices that are a word", "\"threads\": 1}",
      "\"threads\": 1}, \"runtime\": {\"kind\": \"xla\", \"devices\": \"al\"}",
      saying: ["recipe.json:18:", "runtime.devices", "'al'", "all"]),
    .recipe(
      "plug-in of a name that is not there", "\"threads\": 1}",
      "\"threads\": 1}, \"runtime\": {\"kind\": \"xla\", \"plugin\": \"nonesuch\"}",
      saying: ["recipe.json:18:", "runtime.plugin", "there is no plug-in 'nonesuch'", "make plugin"]),
    .recipe(
      "plug-in's file that is not there", "\"threads\": 1}",
      "\"threads\": 1}, \"runtime\": {\"kind\": \"xla\", \"plugin\": \"./recipe.jsno\"}", exits: 65,
      saying: ["recipe.json:18:", "runtime.plugin", "Did you mean './recipe.json'?"]),
    .recipe(
      "plug-in that is no library", "\"threads\": 1}",
      "\"threads\": 1}, \"runtime\": {\"kind\": \"xla\", \"plugin\": \"./recipe.json\"}",
      saying: ["recipe.json", "could not be loaded as a library"]),
    .recipe(
      "setting of another optimizer", "\"learningRate\": 0.01", "\"learningRate\": 0.01, \"beta2\": 0.99",
      saying: ["recipe.json:17:", "optimizer.beta2", "is a setting of adamw", "'adamw'"]),
    .recipe(
      "no model", "\"preset\": \"tiny\",", "",
      saying: ["recipe.json:4:", "model", "neither which preset nor which folder", "Add model.preset"]),
    .recipe(
      "no tasks", "[{\"path\": \"tasks\"}]", "[]",
      saying: ["data.tasks", "names no tasks", "Add a file or folder"]),
    .recipe(
      "a key twice", "\"seed\": 3,", "\"seed\": 3, \"seed\": 4,",
      saying: ["recipe.json:3:", "'seed' stands twice", "Keep one"]),
    .recipe(
      "metric of what is not held out", "\"heldOutInstances\": 3", "\"heldOutInstances\": 0",
      saying: ["evaluation.bestMetric", "no instances are held out", "Raise data.heldOutInstances"]),
    .recipe(
      "cluster that does not exist", "[\"sizes\"]", "[\"size\"]",
      saying: ["recipe.json:", "data.heldOutClusters", "'size'", "Did you mean 'sizes'?"]),
    .recipe(
      "pattern of no cluster", "[\"sizes\"]", "[\"sizs*\"]",
      saying: ["data.heldOutClusters", "no cluster matches 'sizs*'", "It nearly matches 'sizes'"]),
    .recipe(
      "everything held out", "[\"sizes\"]", "[\"sizes\", \"colors\"]",
      saying: ["data.heldOutClusters", "nothing is left to train on", "Hold out fewer"]),
    .recipe(
      "vocabulary larger than the table", "\"encoderLayers\"", "\"vocabularySize\": 100, \"encoderLayers\"",
      exits: 65,
      saying: ["recipe.json:6:", "384 ids", "100 rows", "leave model.vocabularySize out"]),
    .recipe(
      "too large for any machine",
      "\"modelDimension\": 16, \"headDimension\": 8, \"heads\": 2, \"feedForwardDimension\": 24",
      "\"modelDimension\": 65536, \"headDimension\": 4096, \"heads\": 1024, \"feedForwardDimension\": 262144",
      exits: 1,
      saying: ["weights", "GiB", "smaller model"]),
    BadInput(
      "limit of memory below the model", ["recipe.json", "memory.limit=1MB"], exits: 64,
      saying: ["command line", "memory.limit", "1.0 MB cannot be kept", "weights", "Raise memory.limit"]),
    .recipe(
      "rows that cannot be split", "\"threads\": 1", "\"threads\": 1, \"accumulation\": 2",
      saying: ["train.accumulation", "packing.rows, which is 3", "Choose 1"]),
    BadInput(
      "several errors at once", ["recipe.json", "train.stepz=4"], exits: 64,
      saying: [
        "recipe.json:3:", "seed", "recipe.json:16:", "packing.rows", "command line",
        "Did you mean 'train.steps'?",
      ]
    ) { world in
      try world.edit("recipe.json", "\"seed\": 3", "\"seed\": true")
      try world.edit("recipe.json", "\"rows\": 3", "\"rows\": \"3\"")
    },
    BadInput(
      "truncated recipe", ["recipe.json"], exits: 64,
      saying: ["recipe.json:13:", "the end of the file", "truncated"]
    ) { world in
      let text = try world.folder.read("recipe.json")
      try world.folder.write(String(text.prefix(360)), to: "recipe.json")
    },
    BadInput("empty recipe", ["recipe.json"], exits: 64, saying: ["recipe.json:1:1", "the end of the file"]) {
      try $0.folder.write("", to: "recipe.json")
    },
    BadInput(
      "missing recipe", ["recipes.json"], exits: 64,
      saying: ["recipes.json: there is no such recipe", "'recipe.json'"]),
    BadInput(
      "folder as recipe", ["./tasks"], exits: 64, saying: ["tasks: is a folder", "Name a .json file"]),
    BadInput(
      "recipe that is a list", ["list.json"], exits: 64,
      saying: ["list.json:1:1", "is an array but must be an object"]
    ) {
      try $0.folder.write("[1]", to: "list.json")
    },
  ]
}
