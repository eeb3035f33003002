// hourglass: the house without a window. Trains, measures and draws from a shell, by the same trainer, presets and
// settings as the page.
#include <algorithm>
#include <string>

#include "apps/cli.h"
#include "training/version.h"

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
  const std::string first = argc > 1 ? argv[1] : "";
  const auto is_first = [&first](const CLI::App* command) { return command->get_name() == first; };
  const auto commands = app.get_subcommands({});
  if (!first.starts_with('-') && std::none_of(commands.begin(), commands.end(), is_first)) {
    const hourglass::Sentence list = "train, eval, encode, sweep, reconstruct, map, export, presets and data";
    return complain(first.empty() ? hourglass::say("Say what to do: {0}. --help tells more.", list)
                                  : hourglass::say("There is no command {0}; there are {1}. --help tells more.",
                                                   hourglass::quote(first), list),
                    kWrongFlags);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return complain(hourglass::verbatim(error.what()), kWrongFlags);
  }
  return status;
}
