extension TaskCluster {
  /// Small tables read by row and by column.
  static let tables = TaskCluster(
    "tables", from: 111, reasoning: "Table reading",
    tasks: [
      TaskDefinition(
        "value_in_table",
        "Each row of the table has a name and two values. Write the value that is asked for.",
        prompts: ["Read the table. {input}", "Table: {input}\nAnswer:"]
      ) { random in
        let table = Table(&random)
        let (asked, other) = random.twoIndices(table.names.count)
        let column = random.pick(table.columns)
        return Draft(
          "\(table.text) What \(column.name) does \(table.names[asked]) have?", column.values[asked],
          because: "The row of \(table.names[asked]) says \(column.values[asked]).", not: column.values[other]
        ).among(column.values)
      },
      TaskDefinition(
        "name_in_table",
        "Each row of the table has a name and two values. Name the person with the given value.",
        prompts: ["Read the table. {input}", "Table: {input}\nThe person is:"]
      ) { random in
        let table = Table(&random)
        let (asked, other) = random.twoIndices(table.names.count)
        let column = random.pick(table.columns)
        return Draft(
          "\(table.text) Who has the \(column.name) \(column.values[asked])?", table.names[asked],
          because: "The value \(column.values[asked]) stands in the row of \(table.names[asked]).",
          not: table.names[other]
        ).among(table.names)
      },
      TaskDefinition(
        "price_of_thing", "Find the thing in the price list and write how many coins it costs.",
        prompts: ["Read the price list. {input}", "{input}\nNumber of coins:"]
      ) { random in
        let list = PriceList(&random)
        return Draft(
          "\(list.text) How many coins is the \(list.things[list.asked])?", "\(list.prices[list.asked])",
          because: "Beside \(list.things[list.asked]) stands \(list.prices[list.asked]).",
          not: "\(list.prices[list.other])"
        ).among(list.prices.map { "\($0)" })
      },
      TaskDefinition(
        "thing_by_price", "Find the price in the list and write the thing that costs as much.",
        prompts: ["Read the price list. {input}", "{input}\nThe thing is the:"]
      ) { random in
        let list = PriceList(&random)
        return Draft(
          "\(list.text) What costs \(counted(list.prices[list.asked], "coin"))?", list.things[list.asked],
          because: "Beside \(list.prices[list.asked]) stands \(list.things[list.asked]).",
          not: list.things[list.other]
        ).among(list.things)
      },
    ])
}

/// Two or three rows of a name and two values.
private struct Table {
  let names: [String]
  let columns: [(name: String, values: [String])]

  init(_ random: inout KeyedGenerator) {
    let count = random.few()
    names = random.names(count)
    let pools = [
      ("color", Lexicon.colors), ("food", Lexicon.foods), ("animal", Lexicon.animals),
      ("city", Lexicon.cities),
      ("day", Lexicon.days), ("number", (0...20).map { "\($0)" }), ("place", Lexicon.places),
      ("job", Lexicon.jobs),
    ]
    columns = random.sample(pools, 2).map { ($0.0, random.sample($0.1, count)) }
  }

  /// `Anna: red, 5. Ben: blue, 7.`
  var text: String {
    names.indices.map { "\(names[$0]): \(columns[0].values[$0]), \(columns[1].values[$0])." }.sentences
  }
}

/// Two or three things, each with its price.
private struct PriceList {
  let things: [String]
  let prices: [Int]
  let asked: Int
  let other: Int

  init(_ random: inout KeyedGenerator) {
    let count = random.few()
    things = random.sample(Lexicon.foods + Lexicon.belongings, count)
    prices = random.sample(Array(1...20), count)
    (asked, other) = random.twoIndices(count)
  }

  /// `cup: 5 coins. hat: 9 coins.`
  var text: String { things.indices.map { "\(things[$0]): \(counted(prices[$0], "coin"))." }.sentences }
}
