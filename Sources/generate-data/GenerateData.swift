import ArgumentParser
import Diagnostics
import Foundation
import TaskGenerator

@main
struct GenerateData: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-data", abstract: "Writes the package's own instruction tasks and their vocabulary."
  )

  @Option(help: "The folder to write to; files of the same names are replaced, others stay.")
  var output = "Data"

  func run() throws {
    do {
      let files = try DataFolder.files()
      for file in files { try DataFolder.write(file.bytes, to: file.path, in: output) }
      print("wrote \(files.count) files to \(output)")
    } catch let error as any UserError {
      FileHandle.standardError.write(Data("generate-data: \(error)\n".utf8))
      throw ExitCode(error.category.exitCode)
    }
  }
}
