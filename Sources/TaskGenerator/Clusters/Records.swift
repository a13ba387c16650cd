extension TaskCluster {
  /// Labeled fields, read and written.
  static let records = TaskCluster(
    "records", from: 191, reasoning: "Information extraction",
    tasks: [
      TaskDefinition(
        "field_of_record", "Write what the record says in the field that is asked for.",
        prompts: ["Read the record. {input}", "{input}\nThe field says:"]
      ) { random in
        let fields = random.sample(recordFields, random.number(2...4)).map {
          ($0.name, random.pick($0.values))
        }
        let (asked, other) = random.twoIndices(fields.count)
        let record = fields.map { "\($0.0): \($0.1)." }.sentences
        let field = fields[asked].0.lowercased()
        let question = random.pick(["Field: \(field)", "What is the \(field)?"])
        return Draft(
          "\(record) \(question)", fields[asked].1,
          because: "After the label \(fields[asked].0) stands \(fields[asked].1).", not: fields[other].1
        ).among(fields.filter { isOfOneKind($0.0, with: fields[asked].0) }.map(\.1))
      },
      TaskDefinition(
        "record_to_sentence", "Turn the record into a sentence that says who lives where.",
        prompts: ["Write a sentence: {input}", "{input}\nAs a sentence:"]
      ) { random in
        let (name, city, age) = (random.name(), random.pick(Lexicon.cities), random.number(5...20))
        let fields = random.shuffled(["Name: \(name).", "City: \(city).", "Age: \(age)."])
        return Draft(
          fields.sentences, "\(name) lives in \(city).",
          because: "The name is \(name) and the city is \(city).",
          not: "\(city) lives in \(name).")
      },
      TaskDefinition(
        "sentence_to_record", "Write the name, the job and the city of the sentence as a list.",
        prompts: ["Name, job, city: {input}", "{input}\nList of name, job and city:"]
      ) { random in
        let (name, job, city) = (random.name(), random.pick(Lexicon.jobs), random.pick(Lexicon.cities))
        let input = random.pick([
          "\(name) is a \(job) in \(city).", "In \(city) \(name) works as a \(job).",
          "\(name) lives in \(city) and is a \(job).",
        ])
        return Draft(
          input, [name, job, city].listed, because: "The name comes first, then the job, then the city.",
          not: [city, job, name].listed)
      },
    ])

  /// Whether a value of one field could be one of the other: a friend has a name as well.
  private static func isOfOneKind(_ field: String, with other: String) -> Bool {
    field == other || Set([field, other]) == ["Name", "Friend"]
  }

  private static let recordFields: [(name: String, values: [String])] = [
    ("Name", Lexicon.names), ("City", Lexicon.cities), ("Age", (1...20).map { "\($0)" }),
    ("Job", Lexicon.jobs),
    ("Color", Lexicon.colors), ("Food", Lexicon.foods), ("Animal", Lexicon.animals), ("Day", Lexicon.days),
    ("Place", Lexicon.places), ("Friend", Lexicon.names), ("Month", Lexicon.months),
    ("Thing", Lexicon.belongings),
  ]
}
