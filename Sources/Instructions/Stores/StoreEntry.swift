import Diagnostics
import Storage

/// What a store knows of one task besides its instances.
struct StoreEntry {
  /// The task without its instances.
  var task: InstructionTask
  /// The name that the input hashes were made with.
  var hashedName: String
  var count = 0
  var profile = InstanceProfile()
  var digest = ""
  /// Its part of the block index.
  var blocks = 0..<0
  /// Its part of the smallest hashes.
  var hashes = 0..<0

  func write(to writer: inout ByteWriter) {
    writer.append(task.name)
    writer.append(hashedName)
    writer.append(task.cluster)
    writer.append(task.family)
    writer.append(task.subMixture)
    writer.append(task.metric?.rawValue)
    writer.append(task.rationaleKind.rawValue)
    writer.append(task.promptStyle == .complete ? 1 : 0)
    writer.append(task.definesEveryInstance ? 1 : 0)
    writer.append(task.holdsDocuments ? 1 : 0)
    writer.append(task.formatRule)
    writer.append(list: task.notes) { $0.append($1) }
    writer.append(list: task.definitions) { $0.append($1) }
    writer.append(list: task.positiveExamples) { $0.append($1) }
    writer.append(list: task.templates) { $0.append($1) }
    writer.append(task.origin)
    writer.append(list: task.furtherFiles) {
      $0.append($1.firstInstance)
      $0.append($1.path)
    }
    writer.append((task.validationStart ?? -1) + 1)
    writer.append(list: task.skipped) {
      $0.append($1.location)
      $0.append($1.reason.rawValue)
    }
    writer.append(list: task.unreadFields) { $0.append($1) }
    writer.append(list: task.absentFields.sorted { $0.key < $1.key }) {
      $0.append($1.key)
      $0.append($1.value)
    }
    writer.append(list: DropReason.allCases) { $0.append(task.unlistedSkips[$1] ?? 0) }
    let numbers = [
      count, profile.rationales, profile.tokenized, Int(UInt32(bitPattern: profile.leastToken)),
      Int(UInt32(bitPattern: profile.greatestToken)), blocks.lowerBound, blocks.count, hashes.lowerBound,
      hashes.count,
    ]
    for number in numbers { writer.append(number) }
    writer.append(digest)
  }

  init(task: InstructionTask, hashedName: String) {
    self.task = task
    self.hashedName = hashedName
  }

  init(_ reader: inout ByteReader) throws(MalformedBytes) {
    let name = try reader.text()
    hashedName = try reader.text()
    let cluster = try reader.text()
    let family = try reader.optionalText()
    let subMixture = try reader.optionalText()
    let metricName = try reader.optionalText()
    let metric = metricName.flatMap(AnswerMetric.init)
    if metric == nil, metricName != nil { throw MalformedBytes() }
    guard let kind = InstructionTask.RationaleKind(rawValue: try reader.text()) else {
      throw MalformedBytes()
    }
    let isComplete = try reader.number() == 1
    let definesEveryInstance = try reader.number() == 1
    let holdsDocuments = try reader.number() == 1
    let formatRule = try reader.formatRule()
    let notes = try reader.list { (reader) throws(MalformedBytes) in try reader.text() }
    let definitions = try reader.list { (reader) throws(MalformedBytes) in try reader.text() }
    let positives = try reader.list { (reader) throws(MalformedBytes) in try reader.workedExample() }
    let templates = try reader.list { (reader) throws(MalformedBytes) in try reader.template() }
    task = InstructionTask(
      name: name, cluster: cluster, family: family, rationaleKind: kind, definitions: definitions,
      instances: [], positiveExamples: positives, templates: templates,
      promptStyle: isComplete ? .complete : .templated, origin: try reader.location())
    task.subMixture = subMixture
    task.metric = metric
    task.definesEveryInstance = definesEveryInstance
    task.holdsDocuments = holdsDocuments
    task.formatRule = formatRule
    task.notes = notes
    task.furtherFiles = try reader.list { (reader) throws(MalformedBytes) in
      FurtherFile(firstInstance: try reader.number(), path: try reader.text())
    }
    let validationStart = try reader.number()
    task.validationStart = validationStart == 0 ? nil : validationStart - 1
    task.skipped = try reader.list { (reader) throws(MalformedBytes) in
      let location = try reader.location()
      guard let reason = DropReason(rawValue: try reader.text()) else { throw MalformedBytes() }
      return SkippedInstance(location: location, reason: reason)
    }
    task.unreadFields = try reader.list { (reader) throws(MalformedBytes) in try reader.text() }
    let absent = try reader.list { (reader) throws(MalformedBytes) in
      (name: try reader.text(), count: try reader.number())
    }
    for (name, count) in absent { task.absentFields[name] = count }
    guard try reader.length() == DropReason.allCases.count else { throw MalformedBytes() }
    for reason in DropReason.allCases {
      let skipped = try reader.number()
      if skipped > 0 { task.unlistedSkips[reason] = skipped }
    }
    count = try reader.number()
    profile.rationales = try reader.number()
    profile.tokenized = try reader.number()
    profile.leastToken = Int32(bitPattern: UInt32(truncatingIfNeeded: try reader.number()))
    profile.greatestToken = Int32(bitPattern: UInt32(truncatingIfNeeded: try reader.number()))
    blocks = try reader.range()
    hashes = try reader.range()
    digest = try reader.text()
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ location: SourceLocation) {
    append(location.file)
    append((location.line ?? -1) + 1)
    append((location.column ?? -1) + 1)
    append(location.field)
  }

  /// Also tells rules apart in the keys of tokenized examples.
  mutating func append(_ rule: FormatRule) {
    switch rule {
    case .stream: append(0)
    case .reasoned: append(1)
    case .shares(let shares):
      append(2)
      for format in PromptFormat.allCases { append(word: shares[format].bitPattern) }
    }
  }

  fileprivate mutating func append(_ example: WorkedExample) {
    append(example.input)
    append(example.output)
    append(example.explanation)
    append(example.rationale)
  }

  fileprivate mutating func append(_ template: ZeroShotTemplate) {
    append(template.name)
    append(template.format.rawValue)
    append(template.prompt.source)
    append(template.target?.source)
    append(list: template.fields) { $0.append($1) }
    append(template.location)
  }
}

extension ByteReader {
  fileprivate mutating func location() throws(MalformedBytes) -> SourceLocation {
    var location = SourceLocation(file: try text())
    let (line, column) = (try number(), try number())
    if line > 0 { location.line = line - 1 }
    if column > 0 { location.column = column - 1 }
    location.field = try optionalText()
    return location
  }

  fileprivate mutating func formatRule() throws(MalformedBytes) -> FormatRule {
    switch try number() {
    case 0: return .stream
    case 1: return .reasoned
    default:
      var weights: [PromptFormat: Double] = [:]
      for format in PromptFormat.allCases { weights[format] = Double(bitPattern: try word()) }
      guard let shares = try? FormatShares(weights) else { throw MalformedBytes() }
      return .shares(shares)
    }
  }

  fileprivate mutating func workedExample() throws(MalformedBytes) -> WorkedExample {
    WorkedExample(
      input: try text(), output: try text(), explanation: try optionalText(), rationale: try optionalText())
  }

  /// A task's own template, parsed again from its texts.
  fileprivate mutating func template() throws(MalformedBytes) -> ZeroShotTemplate {
    let name = try text()
    let format = PromptFormat(rawValue: try text())
    let (prompt, target) = (try text(), try optionalText())
    let fields = try list { (reader) throws(MalformedBytes) in try reader.text() }
    let location = try location()
    guard let format,
      let template = try? ZeroShotTemplate(
        name: name, format: format, prompt: prompt, target: target, fields: fields,
        at: location)
    else { throw MalformedBytes() }
    return template
  }

  fileprivate mutating func range() throws(MalformedBytes) -> Range<Int> {
    let (start, count) = (try number(), try number())
    let (end, overflow) = start.addingReportingOverflow(count)
    if overflow { throw MalformedBytes() }
    return start..<end
  }
}
