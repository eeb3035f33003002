// hourglass completion, man: what shells and readers want to know, made of the commands and of the table of settings.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "apps/cli.h"
#include "training/presets.h"
#include "training/version.h"

namespace hourglass::cli {
namespace {

using Words = std::vector<std::string>;

std::string joined(const Words& words, const std::string& between = " ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// What may follow `--flag` of a command, where that is a closed list.
Words values_of(const std::string& command, const std::string& flag) {
  Words values;
  if (command == "export" && flag == "part") return {"encoder", "decoder", "autoencoder"};
  if (command == "export" && flag == "to") return {"onnx", "notebook"};
  if (flag == "preset")
    for (const Preset& preset : presets()) values.push_back(preset.key);
  if (flag == "part") values = {"held-out", "training", "all"};
  if (flag == "method") values = {"tsne", "pca", "autoencoder"};
  if (const Field* field = find_field(flag)) {
    for (const Choice& choice : field->choices) values.emplace_back(choice.key);
    if (field->kind == FieldKind::toggle) values = {"on", "off"};
  }
  return values;
}

struct Flag {
  std::string name, help;
  Words values;
};

std::vector<Flag> flags_of(const CLI::App& command) {
  std::vector<Flag> flags;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames())
      flags.push_back({name, option->get_description(), values_of(command.get_name(), name)});
  return flags;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  std::vector<const CLI::App*> commands = app.get_subcommands({});
  return commands;
}

void print_bash(const CLI::App& app) {
  Words names;
  std::string flags, choices;
  for (const CLI::App* command : commands_of(app)) {
    names.push_back(command->get_name());
    Words own;
    for (const Flag& flag : flags_of(*command)) {
      own.push_back("--" + flag.name);
      if (!flag.values.empty())
        choices += "    '" + command->get_name() + " --" + flag.name + "') words='" + joined(flag.values) + "' ;;\n";
    }
    if (command->get_name() == "completion") own = {"bash", "zsh", "fish"};
    flags += "    " + command->get_name() + ") words='" + joined(own) + "' ;;\n";
  }
  std::printf(
      "# hourglass for bash: source this file, or put it into bash-completion's folder.\n"
      "_hourglass() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W '%s' -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"$command $before\" in\n%s  esac\n"
      "  if [ -z \"$words\" ] && [[ $current == -* || $command == completion ]]; then case $command in\n%s  esac; fi\n"
      "  [ -z \"$words\" ] || COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "}\n"
      "complete -o default -F _hourglass hourglass\n",
      joined(names).c_str(), choices.c_str(), flags.c_str());
}

/// In single quotes of a shell.
std::string in_single_quotes(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

void print_zsh(const CLI::App& app) {
  std::printf("#compdef hourglass\n_hourglass() {\n  local -a commands\n  commands=(\n");
  for (const CLI::App* command : commands_of(app))
    std::printf("    %s\n", in_single_quotes(command->get_name() + ":" + command->get_description()).c_str());
  std::printf("  )\n  if (( CURRENT == 2 )); then _describe command commands; return; fi\n  case $words[2] in\n");
  for (const CLI::App* command : commands_of(app)) {
    std::printf("    %s) _arguments", command->get_name().c_str());
    for (const Flag& flag : flags_of(*command)) {
      std::string help = flag.help;
      std::replace_if(
          help.begin(), help.end(), [](char c) { return c == '[' || c == ']' || c == ':'; }, ' ');
      std::string line = "--" + flag.name + "[" + help + "]";
      if (!flag.values.empty()) line += ":value:(" + joined(flag.values) + ")";
      std::printf(" \\\n      %s", in_single_quotes(line).c_str());
    }
    std::printf(" \\\n      '*:file:_files' ;;\n");
  }
  std::printf("  esac\n}\n_hourglass \"$@\"\n");
}

void print_fish(const CLI::App& app) {
  for (const CLI::App* command : commands_of(app)) {
    std::printf("complete -c hourglass -n __fish_use_subcommand -a %s -d %s\n", command->get_name().c_str(),
                in_single_quotes(command->get_description()).c_str());
    for (const Flag& flag : flags_of(*command)) {
      std::printf("complete -c hourglass -n '__fish_seen_subcommand_from %s' -l %s -d %s", command->get_name().c_str(),
                  flag.name.c_str(), in_single_quotes(flag.help).c_str());
      if (!flag.values.empty()) std::printf(" -x -a %s", in_single_quotes(joined(flag.values)).c_str());
      std::printf("\n");
    }
  }
}

/// Text of a manual page: a hyphen that is no dash, and nothing at the front that is a command to troff.
std::string troff(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '-') {
      out += "\\-";
    } else if (c == '\\') {
      out += "\\e";
    } else if ((c == '.' || c == '\'') && out.empty()) {
      out += "\\&" + std::string(1, c);
    } else {
      out += c;
    }
  }
  return out;
}

int print_manual(const CLI::App& app) {
  std::printf(".TH HOURGLASS 1 \"\" \"Hourglass %s\"\n.SH NAME\nhourglass \\- %s\n", std::string(version()).c_str(),
              troff(app.get_description()).c_str());
  std::printf(".SH SYNOPSIS\n.B hourglass\n.I command\n.RI [ flags ]\n.SH COMMANDS\n");
  for (const CLI::App* command : commands_of(app)) {
    std::printf(".SS %s\n%s\n", troff(command->get_name()).c_str(), troff(command->get_description()).c_str());
    for (const Flag& flag : flags_of(*command))
      std::printf(".TP\n.B \\-\\-%s\n%s\n", troff(flag.name).c_str(), troff(flag.help).c_str());
  }
  std::printf(
      ".SH EXIT STATUS\n0 when done, 1 when a file cannot be read or written or a run diverged, 2 when what was asked "
      "for makes no sense, 130 or 143 when a run was stopped by Ctrl\\-C or SIGTERM and saved.\n");
  return kDone;
}

}  // namespace

void add_completion(CLI::App& app, int& status) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completion", "Prints what a shell needs to complete commands and flags.");
  command->add_option("shell", *shell, "bash, zsh or fish.")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([shell, &app, &status] {
    if (*shell == "bash") print_bash(app);
    if (*shell == "zsh") print_zsh(app);
    if (*shell == "fish") print_fish(app);
    status = kDone;
  });
}

void add_manual(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("man", "Prints the manual page: hourglass man | man -l -");
  command->callback([&app, &status] { status = print_manual(app); });
}

}  // namespace hourglass::cli
