// How the run of a report is made again: the link that opens its recipe, and the command line.
#include "exchange/link.h"
#include "exchange/report_parts.h"
#include "text/markup.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

/// A word of a command line as a shell takes it, whatever stands in it.
std::string in_shell(std::string_view word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789-_.,:/+=@%") == std::string_view::npos;
  if (plain) return std::string(word);
  std::string quoted = "'";
  for (const char letter : word) letter == '\'' ? quoted += "'\\''" : quoted += letter;
  return quoted + "'";
}

/// Only what is not as the preset has it is named, or, without a preset, what is not as usual.
std::string command_line(const Experiment& experiment) {
  const Preset* preset = report_preset(experiment);
  const Experiment usual;
  Settings settings = to_settings(experiment, preset ? &preset->experiment : &usual);
  std::string command = "hourglass train";
  if (preset) {
    command += " --preset " + in_shell(preset->key);
  } else {
    for (const char* needed : {"data", "encoder"}) settings.emplace(needed, find_field(needed)->get(experiment));
  }
  for (const auto& [key, value] : settings) command += " --" + key + " " + in_shell(value);
  return command + " --save run.safetensors\nhourglass export --model run.safetensors --to report --out report.html";
}

bool can_be_followed(std::string_view address) {
  return address.starts_with("https://") || address.starts_with("http://");
}

/// Settings that a link leaves out are those of its preset, so that it names one in any case.
std::string recipe_query(const Experiment& experiment) {
  const Preset* preset = report_preset(experiment);
  if (!preset && !presets().empty()) preset = &presets().front();
  return "?" + to_link({preset ? preset->key : std::string(), experiment}, {});
}

}  // namespace

std::string report_again(const ReportPage& page) {
  std::string out;
  const std::string& link = page.material.link;
  if (link.empty()) {
    out += "<p>" + page.say("On the page: this behind the address of Hourglass opens the recipe.") +
           "</p>\n<pre><code>" + escaped_markup(recipe_query(page.experiment())) + "</code></pre>\n";
  } else {
    out += "<p>" + page.say("On the page: this link opens the recipe.") + "</p>\n<p class=\"link\">";
    out += can_be_followed(link) ? "<a href=\"" + escaped_markup(link) + "\">" + escaped_markup(link) + "</a>"
                                 : escaped_markup(link);
    out += "</p>\n";
  }
  out += "<p>" + page.say("On the command line:") + "</p>\n<pre><code>" +
         escaped_markup(command_line(page.experiment())) + "</code></pre>\n";
  return out + "<p class=\"note\">" + page.say("The same images, settings and seed give the same run.") + "</p>\n";
}

}  // namespace hourglass
