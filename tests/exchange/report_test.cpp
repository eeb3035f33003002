#include "exchange/report.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "exchange/link.h"
#include "exchange/run_forms.h"
#include "math/random.h"
#include "training/presets.h"
#include "training/synthetic.h"
#include "training/trainer.h"

namespace hourglass::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint32_t kTrained = 160, kHeldOut = 40;

Checkpoint trained_run(std::vector<int> encoder = {784, 12, 2}) {
  Experiment experiment;
  experiment.data.dataset = "strokes";
  experiment.network.encoder = std::move(encoder);
  experiment.network.shared_biases = false;
  experiment.training.batch = 32;
  experiment.training.epochs = 2;
  Trainer trainer(experiment, strokes(kTrained + kHeldOut), split_strokes(kTrained, kHeldOut));
  while (!trainer.finished()) trainer.step();
  return {trainer.experiment(), trainer.state(), {}};
}

/// The held-out strokes with codes that are made up: a report draws whatever codes it is given.
ReportMaterial made_material(std::size_t width = 2) {
  const auto set = strokes(kTrained + kHeldOut);
  std::vector<float> codes, errors;
  for (std::size_t i = 0; i < kHeldOut; ++i) {
    for (std::size_t c = 0; c < width; ++c) codes.push_back(0.25f * static_cast<float>((i * (c + 3)) % 11));
    errors.push_back(static_cast<float>(i));
  }
  ReportMaterial material;
  material.class_names = set->class_names;
  show_images(material, {.pixels = std::span(set->pixels).subspan(kTrained * kImagePixels),
                         .labels = std::span(set->labels).subspan(kTrained),
                         .codes = codes,
                         .errors = errors});
  return material;
}

/// The names of the tags that are open where the text ends, or the first that closes what is not open.
std::vector<std::string> open_tags(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    if (end == std::string::npos) return {"a tag without an end"};
    const std::string tag = html.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" \n"));
    if (name.starts_with('!') || name == "meta" || name == "img" || tag.ends_with('/')) continue;
    if (!name.starts_with('/')) {
      open.push_back(name);
    } else if (!open.empty() && open.back() == name.substr(1)) {
      open.pop_back();
    } else {
      return {"what " + name + " closes is not open"};
    }
  }
  return open;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// How many dots the map has.
std::size_t dots_in(const std::string& html) {
  const std::size_t begin = html.find("<g class=\"dots\">");
  if (begin == std::string::npos) return 0;
  return count_of(html.substr(begin, html.find("</g>", begin) - begin), "h0");
}

/// Without the pictures' bytes, in which any word may stand.
std::string without_pictures(std::string html) {
  const std::string begins = "base64,";
  for (std::size_t at = html.find(begins); at != std::string::npos; at = html.find(begins, at + begins.size()))
    html.erase(at + begins.size(), html.find('"', at) - at - begins.size());
  return html;
}

TEST(Report, HasEveryPartAndNeedsNothingElse) {
  const Checkpoint run = trained_run();
  ReportMaterial material = made_material();
  material.link = "https://example.org/?preset=classroom&seed=3";
  material.date = "2026-03-31";
  const std::string html = to_report(run, material);
  for (const char* part : {"Recipe", "Curve", "Figures", "Map", "Sweep", "Samples", "How to make this again"})
    EXPECT_THAT(html, HasSubstr("<h2>" + std::string(part) + "</h2>"));
  EXPECT_EQ(count_of(html, "<img "), 3u) << "the sweep, samples, and the worst";
  EXPECT_EQ(count_of(html, "src=\"data:image/png;base64,"), 3u);
  EXPECT_EQ(dots_in(html), kHeldOut) << "a dot for each code";
  EXPECT_THAT(html, HasSubstr("href=\"https://example.org/?preset=classroom&amp;seed=3\""));
  EXPECT_THAT(html, HasSubstr("31 March 2026"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<link")));
  EXPECT_THAT(html, Not(HasSubstr("url(")));
  EXPECT_LT(html.size(), 1'000'000u);
  EXPECT_THAT(open_tags(html), ::testing::IsEmpty());
  EXPECT_EQ(html, to_report(run, material)) << "the same input gives the same bytes";
}

TEST(Report, WithoutImagesHasWhatARunKnowsAndSaysWhatIsMissing) {
  const std::string html = to_report(trained_run());
  for (const char* part : {"Recipe", "Curve", "Figures", "Sweep"})
    EXPECT_THAT(html, HasSubstr("<h2>" + std::string(part) + "</h2>"));
  for (const char* part : {"Map", "Samples"}) EXPECT_THAT(html, Not(HasSubstr("<h2>" + std::string(part) + "</h2>")));
  EXPECT_THAT(html, HasSubstr("it was made without the images"));
  EXPECT_THAT(open_tags(html), ::testing::IsEmpty());
}

TEST(Report, ARunThatHasNotBegunSaysSo) {
  Experiment experiment;
  Random random(3);
  Checkpoint fresh{experiment, {}, {}};
  fresh.state.network = make_network(experiment.network, random);
  const std::string html = to_report(fresh);
  EXPECT_THAT(html, HasSubstr("It has not been trained yet."));
  EXPECT_THAT(html, Not(HasSubstr("<h2>Curve</h2>")));
  EXPECT_THAT(open_tags(html), ::testing::IsEmpty());
}

TEST(Report, NamesAreTextWhateverStandsInThem) {
  Checkpoint run = trained_run();
  run.experiment.data.dataset = "</title><script>alert(1)</script>'\"\xff\x01";
  ReportMaterial material = made_material();
  const std::string hostile = "<img src=x onerror=alert(1)>\"'&\xe2\x80\xae";
  for (std::string& name : material.class_names) name = hostile;
  material.date = hostile;
  material.link = "javascript:alert(1)//\"><b>";
  const std::string html = to_report(run, material);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<img src=x")));
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
  EXPECT_THAT(html, Not(HasSubstr("href=")));
  EXPECT_THAT(html, Not(HasSubstr("\xe2\x80\xae"))) << "nothing turns the direction of reading";
  EXPECT_THAT(html, Not(HasSubstr("\xff")));
  EXPECT_THAT(open_tags(html), ::testing::IsEmpty());
}

TEST(Report, TheFigureThatWasPublishedStandsBesideTheRuns) {
  const Preset* preset = find_preset("post-b-mnist");
  ASSERT_TRUE(preset && preset->published);
  Random random(1);
  Checkpoint run{preset->experiment, {}, {}};
  run.experiment.seed = 77;
  run.state.network = make_network(run.experiment.network, random);
  HistoryPoint point;
  point.epoch = 5;
  point.train_loss = 37.125;
  point.train_sse = 36.5;
  point.heldout_sse = 38.25;
  point.heldout_rmse = 0.22088;
  run.state.history = {point};
  const std::string html = to_report(run);
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\">Published</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">Loss, as trained</th><td>37.125</td><td>\u2013</td><td>31.378</td>"));
  EXPECT_THAT(html, HasSubstr("<td>36.500</td><td>38.250</td>"));
  EXPECT_THAT(html, HasSubstr("<dd>77</dd>"));
  EXPECT_THAT(html, HasSubstr("hourglass train --preset post-b-mnist --seed 77 --save"));

  run.experiment.network.hidden = Activation::tanh;
  EXPECT_THAT(to_report(run), Not(HasSubstr("31.378"))) << "another network's figure";
}

TEST(Report, ItsQueryBringsTheRecipeBack) {
  Checkpoint run = trained_run();
  run.experiment.training.learning_rate = 0.0023f;
  run.experiment.data.dataset = "mes lettres & caf\u00e9";
  const std::string html = to_report(run);
  const std::string begins = "<pre><code>?";
  const std::size_t at = html.find(begins);
  ASSERT_NE(at, std::string::npos);
  std::string query = html.substr(at + begins.size(), html.find('<', at + begins.size()) - at - begins.size());
  for (std::size_t amp = query.find("&amp;"); amp != std::string::npos; amp = query.find("&amp;", amp + 1))
    query.replace(amp, 5, "&");
  // As the page opens it: from the preset that it begins with.
  const auto back = from_link(query, {presets().front().key, presets().front().experiment});
  ASSERT_TRUE(back) << query;
  EXPECT_EQ(back->experiment, run.experiment) << query;
}

TEST(Report, ItsCommandLineQuotesWhatAShellWouldRead) {
  Checkpoint run = trained_run();
  run.experiment.data.dataset = "it's; rm -rf $HOME";
  EXPECT_THAT(to_report(run), HasSubstr("--data &#39;it&#39;\\&#39;&#39;s; rm -rf $HOME&#39; --encoder"));
}

TEST(Report, StaysBelowAMegabyteWhateverComes) {
  Checkpoint run = trained_run();
  HistoryPoint point = run.state.history.back();
  for (int i = 0; i < 100'000; ++i) {
    point.epoch += 1;
    point.train_sse = i % 3 == 0 ? std::numeric_limits<double>::infinity() : 1e300 / (i + 1);
    run.state.history.push_back(point);
  }
  ReportMaterial material = made_material();
  material.data_title = verbatim(std::string(1'000'000, '<'));
  material.date = std::string(1'000'000, '<');
  material.class_names.assign(256, std::string(1'000'000, '<'));
  for (int i = 0; i < 100'000; ++i) {
    material.codes.insert(material.codes.end(), {static_cast<float>(i % 700), static_cast<float>(i % 900)});
    material.labels.push_back(static_cast<std::uint8_t>(i % 255));
  }
  material.codes[4] = std::numeric_limits<float>::quiet_NaN();
  for (int i = 0; i < 100; ++i) material.samples.insert(material.samples.end(), kImagePixels, 200);
  const std::string html = to_report(run, material);
  EXPECT_LT(html.size(), 1'000'000u);
  EXPECT_EQ(dots_in(html), 2999u) << "at most 3,000 dots, less the code that is no number";
  EXPECT_THAT(without_pictures(html), Not(HasSubstr("nan")));
  EXPECT_THAT(without_pictures(html), Not(HasSubstr("inf")));
  EXPECT_THAT(open_tags(html), ::testing::IsEmpty());
}

TEST(Report, CodesOfAnyWidthHaveAMapAndASweep) {
  for (const int width : {1, 2, 5}) {
    const std::string html = to_report(trained_run({784, 12, width}), made_material(static_cast<std::size_t>(width)));
    EXPECT_EQ(dots_in(html), kHeldOut) << width;
    EXPECT_EQ(count_of(html, "<img "), 3u) << width;
    EXPECT_EQ(html.find("codes of 5 numbers") != std::string::npos, width == 5);
    EXPECT_EQ(html.find("all others 0.") != std::string::npos, width == 5);
  }
}

TEST(Report, MaterialOfAnotherNetworkIsLeftOut) {
  const Checkpoint run = trained_run({784, 12, 3});
  ReportMaterial material = made_material(2);  // 80 numbers: no codes of three
  material.samples.pop_back();
  material.worst.clear();
  const std::string html = to_report(run, material);
  EXPECT_THAT(html, HasSubstr("it was made without the images"));
  EXPECT_THAT(html, Not(HasSubstr("<h2>Map</h2>")));
}

TEST(Report, ShowsEveryClassInTurnAndTheWorst) {
  const auto set = strokes(kTrained + kHeldOut);
  const ReportMaterial material = made_material();
  ASSERT_EQ(material.samples.size(), 12u * kImagePixels);
  ASSERT_EQ(material.worst.size(), 12u * kImagePixels);
  EXPECT_EQ(material.worst_errors.front(), 39.0f);
  EXPECT_EQ(material.worst_errors.back(), 28.0f);
  const auto last = set->image(kTrained + 39);
  EXPECT_TRUE(std::equal(last.begin(), last.end(), material.worst.begin()));
  // The first sample is the first held-out image of the lowest class.
  const auto lowest = std::min_element(set->labels.begin() + kTrained, set->labels.end());
  const auto first = set->image(static_cast<std::size_t>(lowest - set->labels.begin()));
  EXPECT_TRUE(std::equal(first.begin(), first.end(), material.samples.begin()));
}

TEST(Report, OfEveryFewImagesTakesTheLabelsOfThose) {
  EXPECT_EQ(report_every(3000), 1u);
  EXPECT_EQ(report_every(3001), 2u);
  EXPECT_EQ(report_every(0), 1u);
  const std::vector<std::uint8_t> pixels(5 * kImagePixels, 9), labels = {0, 1, 2, 3, 4};
  const std::vector<float> codes = {0, 0, 1, 1, 2, 2}, errors = {1, 5, 3};
  ReportMaterial material;
  show_images(material, {.pixels = pixels, .labels = labels, .codes = codes, .errors = errors, .every = 2});
  EXPECT_EQ(material.labels, (std::vector<std::uint8_t>{0, 2, 4}));
  EXPECT_EQ(material.worst_errors, (std::vector<float>{5, 3, 1}));
}

TEST(Report, SpeaksTheLanguageThatItIsMadeIn) {
  const std::string html = to_report(trained_run(), made_material(), Language::pseudo());
  for (const char* word : {">Recipe<", ">Learning rate<", ">Epochs<", ">Squared error of an image<"})
    EXPECT_THAT(html, Not(HasSubstr(word)));
  EXPECT_THAT(html, HasSubstr("hourglass train --batch 32 --data strokes")) << "a command is no sentence";
}

TEST(Report, IsOneOfTheFormsOfARun) {
  const Checkpoint run = trained_run();
  ASSERT_EQ(run_form("report"), RunForm::report);
  EXPECT_EQ(name_of(RunForm::report).file_name, "hourglass-report.html");
  const auto bytes = in_form(RunForm::report, run);
  EXPECT_EQ(std::string(bytes.begin(), bytes.end()), to_report(run));
}

}  // namespace
}  // namespace hourglass::testing
