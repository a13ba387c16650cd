import Testing

@testable import Runs

@Suite struct PublicPathTests {
  @Test(arguments: [
    ("Data/Tasks", "Data/Tasks"), ("../x", "../x"), ("/home/alice/data/nli.csv", "nli.csv"),
    ("/data/", "data"),
    ("~/secret/data", "data"), ("/", "/"),
    (
      "/home/alice/.cache/huggingface/hub/models--google--t5-v1_1-small/snapshots/abc", "google/t5-v1_1-small"
    ),
    ("hub/models--t5-small/snapshots/abc", "t5-small"), ("hub/datasets--squad--v2", "squad/v2"),
  ])
  func namesNoFolderOfTheMachine(path: String, shown: String) {
    #expect(PublicPath.of(path) == shown)
  }

  @Test(arguments: [
    ("seed=4", "seed=4"), ("model.folder=/home/alice/m", "model.folder=m"),
    ("output.folder=~/runs", "output.folder=runs"),
    (
      #"data.tasks=[{"path":"/a/b c","split":"x"},{"path":"/d/e"}]"#,
      #"data.tasks=[{"path":"b c","split":"x"},{"path":"e"}]"#
    ),
    ("a=b/c", "a=b/c"), ("about=either / or", "about=either / or"), ("", ""),
  ])
  func namesNoneInSettings(text: String, shown: String) {
    #expect(PublicPath.setting(text) == shown)
  }
}
