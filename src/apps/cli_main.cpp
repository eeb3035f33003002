// hourglass: the house without a window. Trains, measures and draws from a shell, by the same trainer, presets and
// settings as the page.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "apps/cli.h"
#include "apps/cli_nearest.h"
#include "training/version.h"

namespace hourglass::cli {
namespace {

/// Of a flag that the command does not have; none where all flags are known.
std::optional<Sentence> unknown_flag(const CLI::App& app, int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_subcommand(command)->get_options())
    for (const std::string& name : option->get_lnames()) known.push_back(name);
  for (int i = 2; i < argc; ++i) {
    std::string word = argv[i];
    if (!word.starts_with("--")) continue;
    word = word.substr(2, word.find('=') - 2);
    if (std::ranges::find(known, word) != known.end()) continue;
    const std::string meant = nearest(word, known);
    const auto flag = [](const std::string& name) { return verbatim("--" + name); };
    if (meant.empty())
      return say("{0} has no flag {1}. hourglass {0} --help lists them.", verbatim(command), flag(word));
    return say("{0} has no flag {1}; did you mean {2}?", verbatim(command), flag(word), flag(meant));
  }
  return std::nullopt;
}

}  // namespace
}  // namespace hourglass::cli

int main(int argc, char** argv) {
  using namespace hourglass::cli;
  CLI::App app("Trains small autoencoders on 28 x 28 images.", "hourglass");
  app.set_version_flag("--version", "Hourglass " + std::string(hourglass::version()));
  app.require_subcommand(1);
  // A flag given twice means its last value, so that scripts can add to a line that is there.
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  int status = kDone;
  add_train(app, status);
  add_eval(app, status);
  add_encode(app, status);
  add_sweep(app, status);
  add_reconstruct(app, status);
  add_map(app, status);
  add_export(app, status);
  add_presets(app, status);
  add_data(app, status);
  add_info(app, status);
  add_completion(app, status);
  add_manual(app, status);
  const std::string first = argc > 1 ? argv[1] : "";
  const auto is_first = [&first](const CLI::App* command) { return command->get_name() == first; };
  const auto commands = app.get_subcommands({});
  if (!first.starts_with('-') && std::none_of(commands.begin(), commands.end(), is_first)) {
    const hourglass::Sentence list = "train, eval, encode, sweep, reconstruct, map, export, presets, data and info";
    if (first.empty()) return complain(hourglass::say("Say what to do: {0}. --help tells more.", list), kWrongFlags);
    std::vector<std::string> names;
    for (const CLI::App* command : commands) names.push_back(command->get_name());
    if (const std::string meant = nearest(first, names); !meant.empty())
      return complain(hourglass::say("There is no command {0}; did you mean {1}?", hourglass::quote(first),
                                     hourglass::quote(meant)),
                      kWrongFlags);
    return complain(
        hourglass::say("There is no command {0}; there are {1}. --help tells more.", hourglass::quote(first), list),
        kWrongFlags);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    if (const auto unknown = unknown_flag(app, argc, argv)) return complain(*unknown, kWrongFlags);
    return complain(hourglass::verbatim(error.what()), kWrongFlags);
  }
  return status;
}
