#include "training/experiment_fields.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "text/glossary.h"
#include "training/presets.h"

namespace hourglass {
namespace {

std::string set_error(std::string_view key, std::string_view value) {
  Experiment e;
  const Experiment before = e;
  const auto set = find_field(key)->set(e, value);
  if (!set) {
    EXPECT_EQ(e, before) << "a refused value must change nothing";
  }
  return set ? std::string() : set.error().message.english();
}

TEST(Fields, HaveUniqueKeysAndSayWhatTheyAre) {
  std::set<std::string_view> keys;
  for (const Field& field : experiment_fields()) {
    EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    EXPECT_FALSE(field.label.empty()) << field.key;
    EXPECT_TRUE(help_of(field).english().ends_with('.')) << field.key;
    EXPECT_TRUE(field.group == "data" || field.group == "network" || field.group == "training") << field.key;
    EXPECT_EQ(field.kind == FieldKind::choice, !field.choices.empty()) << field.key;
  }
}

TEST(Fields, GiveBackWhatWasSet) {
  for (const Field& field : experiment_fields()) {
    Experiment e;
    for (const Choice& choice : field.choices) {
      ASSERT_TRUE(field.set(e, choice.key)) << field.key;
      EXPECT_EQ(field.get(e), choice.key);
    }
    for (const double value : field.offered) {
      std::ostringstream text;
      text << value;
      ASSERT_TRUE(field.set(e, text.str())) << field.key << ' ' << value;
      EXPECT_NEAR(std::stod(field.get(e)), value, 1e-6 * value) << field.key;
    }
    if (field.kind == FieldKind::toggle) {
      ASSERT_TRUE(field.set(e, "on"));
      EXPECT_EQ(field.get(e), "on");
      ASSERT_TRUE(field.set(e, "off"));
      EXPECT_EQ(field.get(e), "off");
    }
  }
}

TEST(Fields, RefuseWhatIsOutOfRangeWithTheRange) {
  for (const Field& field : experiment_fields()) {
    if (field.kind != FieldKind::integer && field.kind != FieldKind::real) continue;
    for (const char* bad : {"", "x", "1x", "nan", "inf", "1e99", "-1e99", "0x10", "1 000"}) {
      EXPECT_NE(set_error(field.key, bad), "") << field.key << ' ' << bad;
    }
  }
  EXPECT_EQ(set_error("batch", "0"), "Batch must be a whole number from 1 to 4096, not \"0\".");
  EXPECT_NE(set_error("batch", "1.5"), "");
  EXPECT_EQ(set_error("hidden", "relu6"), "Hidden layers must be relu, elu, tanh or sigmoid, not \"relu6\".");
  EXPECT_EQ(set_error("optimizer", "muom"),
            "Optimizer must be sgd, momentum, nesterov, adagrad, rmsprop, adam, nadam or adamw, not \"muom\".");
  EXPECT_NE(set_error("tied", "maybe").find("on or off"), std::string::npos);
  EXPECT_NE(set_error("encoder", "784,128,").find("commas"), std::string::npos);
  EXPECT_NE(set_error("encoder", "784,9999,2").find("9999"), std::string::npos);
  EXPECT_NE(set_error("classes", "0,64").find("Classes"), std::string::npos);
  EXPECT_NE(set_error("data", ""), "");
}

TEST(Fields, ReadTheCommandLinesShortForms) {
  Experiment e;
  ASSERT_TRUE(find_field("corruption")->set(e, "masking:0.25"));
  EXPECT_EQ(e.training.corruption, (Corruption{CorruptionKind::masking, 0.25f}));
  ASSERT_TRUE(find_field("corruption")->set(e, "salt-pepper"));
  EXPECT_EQ(e.training.corruption, (Corruption{CorruptionKind::salt_pepper, 0.25f}));
  EXPECT_NE(set_error("corruption", "masking:2"), "");
  EXPECT_NE(set_error("corruption", "dust"), "");
  ASSERT_TRUE(find_field("pixels")->set(e, "-0.5:0.5"));
  EXPECT_EQ(e.network.pixels, (PixelRange{-0.5f, 0.5f}));
  ASSERT_TRUE(find_field("classes")->set(e, "4,9,61"));
  EXPECT_EQ(e.data.classes, (1ull << 4) | (1ull << 9) | (1ull << 61));
  EXPECT_EQ(find_field("classes")->get(e), "4,9,61");
}

TEST(Fields, SettingsComeBackWholeOrAsWhatChanged) {
  for (const Preset& preset : presets()) {
    const Experiment plain;
    EXPECT_EQ(from_settings(to_settings(preset.experiment)).value(), preset.experiment) << preset.key;
    const Settings changed = to_settings(preset.experiment, &plain);
    EXPECT_LT(changed.size(), to_settings(preset.experiment).size());
    EXPECT_EQ(from_settings(changed, plain).value(), preset.experiment) << preset.key;
  }
  EXPECT_NE(from_settings({{"colour", "red"}}).error().message.english().find("colour"), std::string::npos);
}

TEST(Fields, CombinationsThatCannotWorkAreRefused) {
  Experiment e;
  EXPECT_TRUE(validate(e));
  e.network.output = Activation::sigmoid;
  EXPECT_TRUE(validate(e));
  e.training.loss = Loss::bce;
  EXPECT_TRUE(validate(e));
  e.network.pixels = {-0.5f, 0.5f};
  EXPECT_FALSE(validate(e));
  e.network.output = Activation::linear;
  EXPECT_FALSE(validate(e)) << "cross-entropy of a linear output";
  e.training.loss = Loss::sse;
  EXPECT_TRUE(validate(e));
  e.training.corruption = {CorruptionKind::masking_scaled, 1.0f};
  EXPECT_FALSE(validate(e));
  e.training.corruption = {};
  e.training.learning_rate = 0.0f;
  EXPECT_FALSE(validate(e));
}

TEST(Fields, SayWhyTheyHaveNoEffect) {
  Experiment e;
  EXPECT_EQ(find_field("warm-up")->why_disabled(e).english(), "Only a cosine schedule warms up.");
  e.training.schedule = ScheduleKind::cosine;
  EXPECT_EQ(find_field("warm-up")->why_disabled(e).english(), "");
  EXPECT_NE(find_field("momentum")->why_disabled(e).english(), "");
  e.training.optimizer = OptimizerKind::rmsprop;
  EXPECT_EQ(find_field("momentum")->why_disabled(e).english(), "");
}

TEST(Fields, TellWhatNeedsANewStart) {
  Experiment from, to;
  to.training.learning_rate = 0.5f;
  EXPECT_EQ(needs_new_start(from, to).english(), "");
  to.seed = 9;
  EXPECT_EQ(needs_new_start(from, to).english(), "Seed");
}

TEST(Fields, AreInTheGlossaryWithTheirChoices) {
  for (const Field& field : experiment_fields()) {
    EXPECT_NE(find_term(term_of(field)), nullptr) << field.key;
    if (field.key == "pixels") continue;  // "0 to 1" says all there is
    for (const Choice& choice : field.choices) {
      if (choice.key == "none") continue;
      EXPECT_NE(find_term(term_of(field, choice)), nullptr) << field.key << " " << choice.key;
    }
  }
  EXPECT_EQ(term_of(*find_field("hidden"), {"relu", "ReLU"}), "activation/relu");
  EXPECT_EQ(help_of(*find_field("learning-rate")).english(), "Size of a step.");
}

TEST(Presets, AreThoseOfTheFileAndCoverTheEightPublishedRuns) {
  std::ifstream file(HOURGLASS_SOURCE_DIR "/assets/presets.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto from_file = parse_presets(text.str());
  ASSERT_TRUE(from_file) << from_file.error().message.english();
  ASSERT_EQ(from_file->size(), presets().size());
  std::set<std::string> keys;
  for (std::size_t i = 0; i < presets().size(); ++i) {
    EXPECT_EQ((*from_file)[i].key, presets()[i].key);
    EXPECT_EQ((*from_file)[i].experiment, presets()[i].experiment);
    EXPECT_FALSE(presets()[i].sentence.empty());
    keys.insert(presets()[i].key);
  }
  for (const Preset& preset : presets()) {
    // What was published stands under its author's name; what is ours under none.
    EXPECT_EQ(preset.key.starts_with("post-") || preset.key == "hinton-30d", !preset.author.empty()) << preset.key;
    EXPECT_TRUE(preset.title.find(" number") != std::string::npos) << preset.title;
  }
  for (const char* key :
       {"post-a-10", "post-a-128-10", "post-a-128-128-10", "post-a-128-128-10-denoise", "post-a-512-128-10-denoise",
        "post-a-512-128-1-denoise", "post-b-mnist", "post-b-notmnist", "classroom", "best-2d", "best-10d", "hinton-30d",
        "variational-2d", "variational-classroom", "quick-2d", "quick-10", "quick-10d", "quick-30d"}) {
    EXPECT_TRUE(keys.contains(key)) << key;
  }
}

TEST(Presets, AMistakeIsRefusedWithThePresetsName) {
  const auto why = [](std::string_view json) { return parse_presets(json).error().message.english(); };
  EXPECT_NE(why("{}").find("list"), std::string::npos);
  EXPECT_NE(why("[3]").find("object"), std::string::npos);
  EXPECT_NE(why(R"([{"key":"a"}])").find("title"), std::string::npos);
  EXPECT_NE(why(R"([{"key":"a","title":"A","settings":{"batch":"0"}}])").find("\"a\""), std::string::npos);
  EXPECT_NE(why(R"([{"key":"a","title":"A","settings":{"batch":3}}])").find("text"), std::string::npos);
  EXPECT_NE(why(R"([{"key":"a","title":"A"},{"key":"a","title":"B"}])").find("Two"), std::string::npos);
  EXPECT_NE(why(R"([{"key":"a","title":"A","published":{}}])").find("value"), std::string::npos);
  EXPECT_NE(why(R"([{"key":"a","title":"A","by":{}}])").find("published"), std::string::npos);
  EXPECT_NE(why(R"([{"key":"a","title":"A","by":{"author":"B","address":"javascript:1"}}])").find("https"),
            std::string::npos);
}

}  // namespace
}  // namespace hourglass
