import JSON
import Recipes
import Settings

/// A question that is answered by training: arms that differ in one thing, each trained with several seeds,
/// what is measured, and the rule that gives the verdict.
///
/// A study is a JSON file, read with the typed settings of recipes (`LoadedStudy`). Its rule is written
/// before its runs, and stands in the file with them.
package struct Study: Sendable, Equatable {
  /// The study's name, which is also its folder's; `load` fills in the file's name where it has none.
  package var name = ""
  /// What is asked, in a few words.
  package var title = ""
  /// What is claimed, in a sentence.
  package var claim = ""
  /// What else is to be known of the study.
  package var about = RecipeText()
  /// The recipe of the arms that name none.
  package var recipe: ArmRecipe?
  /// Settings of every arm.
  package var settings = DottedSettings()
  /// How many seeds each arm is trained with: 1, 2, ...
  package var seeds = 5
  /// What is compared.
  package var arms: [StudyArm] = []
  /// What is measured; the first is what a verdict is about that names none.
  package var measures: [StudyMeasure] = [StudyMeasure()]
  /// What decides.
  package var verdicts: [VerdictSettings] = []
  /// What is the same in all arms, or made sure of otherwise, for the page.
  package var controls: [String] = []
  /// What others have measured, to stand beside.
  package var published: [PublishedNumbers] = []
  /// What a quick try changes.
  package var quick = QuickSettings()

  /// Nothing asked yet.
  package init() {}

  /// The arms that are measured: all but bases.
  package var measuredArms: [StudyArm] { arms.filter { !$0.base } }
}

extension Study: SettingGroup {
  package static let settings: [Setting<Study>] = [
    Setting("name", \.name, "study's name, which is also its folder's; default: the file's name"),
    Setting("title", \.title, required: true, "what is asked, in a few words"),
    Setting("claim", \.claim, required: true, "what is claimed, in a sentence"),
    Setting("about", \.about, "what else is to be known of the study, in free text"),
    Setting(
      "recipe", \.recipe, "recipe of the arms that name none: a path, a shipped name, or the recipe itself"),
    Setting("settings", \.settings, "settings of every arm, by dotted key"),
    Setting("seeds", \.seeds, .from(1, through: 1_000), "seeds that each arm is trained with: 1, 2, ..."),
    Setting("arms", \.arms, required: true, "what is compared"),
    Setting("measures", \.measures, "what is measured; the first holds for verdicts that name none"),
    Setting("verdicts", \.verdicts, required: true, "what decides, written before the runs"),
    Setting("controls", \.controls, "what is the same in all arms, or made sure of otherwise"),
    Setting("published", \.published, "what others have measured, to stand beside"),
    Setting("quick", \.quick, "what --quick changes"),
  ]

  /// Every setting of a study.
  package static let schema = SettingSchema(of: Study.self)
}

/// What a quick try of a study changes.
package struct QuickSettings: Sendable, Equatable {
  /// Seeds in place of the study's.
  package var seeds = 2
  /// Settings of every arm, after all others.
  package var settings = DottedSettings()

  /// Two seeds.
  package init() {}
}

extension QuickSettings: SettingGroup {
  package static let settings: [Setting<QuickSettings>] = [
    Setting("seeds", \.seeds, .from(1, through: 1_000), "seeds in place of the study's"),
    Setting("settings", \.settings, "settings of every arm, after all others: fewer steps"),
  ]
}
