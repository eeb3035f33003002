#include "exchange/report.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "data/image_set.h"
#include "exchange/report_parts.h"
#include "text/characters.h"
#include "text/markup.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostPoints = 3000;
constexpr std::size_t kShown = 12;
constexpr std::size_t kLongestName = 40, kLongestTitle = 120;

/// Light unless the reader's system is dark, and always light on paper. The page is one column where it is narrow.
constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --paper: #ffffff; --text: #1a1d21; --muted: #565d66; --line: #d5d9de; --sunken: #f3f4f6;
  --link: #1f5fa8; --training: #3f90da; --held-out: #d35a00; --published: #717581; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181c; --text: #e8eaed; --muted: #a3aab3; --line: #3a3f46;
  --sunken: #212429; --link: #8cbcf0; --held-out: #f28a3c; --published: #9aa1ab; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 16px 48px; max-width: 900px; background: var(--paper); color: var(--text);
  font: 15px/1.5 Inter, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; overflow-wrap: break-word; }
h1 { margin: 0 0 4px; font-size: 26px; line-height: 1.25; }
h2 { margin: 28px 0 8px; font-size: 18px; line-height: 1.3; }
p { margin: 6px 0; }
.about, .note, figcaption { color: var(--muted); }
.note, figcaption { font-size: 13px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 4px 0; }
th, td { padding: 3px 8px 3px 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 400; color: var(--muted); }
td { overflow-wrap: anywhere; }
.figures td, .figures thead th { text-align: right; white-space: nowrap; padding-right: 0; padding-left: 12px; }
.figures thead th, .figures thead td { border-top: 0; }
.recipe, .pair { display: grid; grid-template-columns: 1fr; gap: 8px 28px; align-items: start; }
@media (min-width: 700px) { .recipe { grid-template-columns: repeat(3, 1fr); } .pair { grid-template-columns: 1fr 1fr; } }
dl { margin: 12px 0 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(130px, 1fr)); gap: 6px 16px; }
dt { color: var(--muted); font-size: 13px; }
dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 0 0 12px; }
figure > svg, img { display: block; width: 100%; height: auto; }
figcaption { margin-top: 4px; }
img { background: #000; }
svg text { font-size: 11px; fill: var(--muted); }
.grid { stroke: var(--line); fill: none; }
.frame { stroke: var(--muted); fill: none; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.training { stroke: var(--training); }
.line.held-out { stroke: var(--held-out); stroke-dasharray: 6 3; }
.line.published { stroke: var(--published); stroke-dasharray: 2 3; }
.dots path { fill: none; stroke-width: 3; stroke-linecap: round; stroke-opacity: .8; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 4px 0; padding: 0; list-style: none; font-size: 13px; }
.key { width: 24px; height: 8px; margin-right: 6px; vertical-align: middle; }
.key.dot { width: 10px; height: 10px; }
pre { margin: 6px 0; padding: 8px 10px; background: var(--sunken); white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; }
.link { overflow-wrap: anywhere; }
a { color: var(--link); }
@page { margin: 13mm; }
@media print {
  :root { color-scheme: only light; --paper: #ffffff; --text: #000000; --muted: #333333; --line: #bbbbbb; --sunken: #ffffff;
    --link: #000000; --held-out: #c24f00; --published: #555555; }
  body { padding: 0; max-width: none; font-size: 9.5pt; line-height: 1.35; }
  h1 { font-size: 16pt; }
  h2 { margin: 10pt 0 4pt; font-size: 11.5pt; }
  .note, figcaption, dt, .legend, pre { font-size: 8pt; }
  .recipe { grid-template-columns: repeat(3, 1fr); }
  .pair { grid-template-columns: 1fr 1fr; }
  th, td { padding-top: 1pt; padding-bottom: 1pt; }
  pre { padding: 0; }
  h2, caption { break-after: avoid; }
  figure, table, tr, dl, pre, .pair { break-inside: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)";

std::string section(const ReportPage& page, const Sentence& title, const std::string& inside) {
  return inside.empty() ? std::string() : "<section>\n<h2>" + page.say(title) + "</h2>\n" + inside + "</section>\n";
}

/// The parts of the material that fit the network and each other.
ReportMaterial fitting(ReportMaterial material, const Network& network) {
  const auto width = static_cast<std::size_t>(network.spec.code_width());
  if (material.codes.size() % width != 0) material.codes.clear();
  if (material.labels.size() != material.codes.size() / width) material.labels.clear();
  if (material.samples.size() % kImagePixels != 0) material.samples.clear();
  if (material.worst.size() % kImagePixels != 0) material.worst.clear();
  material.samples.resize(std::min(material.samples.size(), kShown * kImagePixels));
  material.worst.resize(std::min(material.worst.size(), kShown * kImagePixels));
  if (material.codes.size() > kMostPoints * width) material.codes.resize(kMostPoints * width);
  if (material.labels.size() > kMostPoints) material.labels.resize(kMostPoints);
  return material;
}

/// Places of at most a dozen images, class after class in turn; without labels the first ones.
std::vector<std::size_t> in_turn(std::size_t n, std::span<const std::uint8_t> labels) {
  std::array<std::vector<std::size_t>, 256> by_class;
  for (std::size_t i = 0; i < n; ++i) by_class[i < labels.size() ? labels[i] : 0u].push_back(i);
  std::vector<std::size_t> places;
  for (std::size_t round = 0; places.size() < std::min(n, kShown); ++round)
    for (const auto& one : by_class)
      if (round < one.size() && places.size() < kShown) places.push_back(one[round]);
  return places;
}

void add_image(std::vector<std::uint8_t>& to, const HeldOutImages& images, std::size_t place) {
  const auto image = images.pixels.subspan(place * kImagePixels, kImagePixels);
  to.insert(to.end(), image.begin(), image.end());
}

/// What a report of this material does not have.
std::string missing_parts(const ReportPage& page) {
  if (!page.material.codes.empty() || !page.material.samples.empty()) return {};
  return "<p class=\"note\">" +
         page.say("The map of the codes and the samples are not in this report: it was made without the images.") +
         "</p>\n";
}

}  // namespace

std::string ReportPage::say(const Sentence& sentence) const { return escaped_markup(language.render(sentence)); }

Sentence ReportPage::data_title() const {
  if (!material.data_title.empty()) return verbatim(shortened(language.render(material.data_title), kLongestTitle));
  std::string name = experiment().data.dataset;  // of several files: a line each
  std::ranges::replace(name, '\n', ' ');
  return verbatim(shortened(name, kLongestTitle));
}

Sentence ReportPage::class_name(unsigned label) const {
  const std::vector<std::string>& names = material.class_names.empty() ? checkpoint.class_names : material.class_names;
  return verbatim(label < names.size() ? shortened(names[label], kLongestName) : std::to_string(label));
}

std::size_t report_every(std::size_t held_out) {
  return std::max<std::size_t>(1, (held_out + kMostPoints - 1) / kMostPoints);
}

void show_images(ReportMaterial& material, const HeldOutImages& images) {
  const std::size_t n = images.pixels.size() / kImagePixels, every = std::max<std::size_t>(1, images.every);
  const std::size_t measured = (n + every - 1) / every;
  material.codes.assign(images.codes.begin(), images.codes.end());
  material.labels.clear();
  for (std::size_t i = 0; i < images.labels.size(); i += every) material.labels.push_back(images.labels[i]);
  material.samples.clear();
  for (const std::size_t place : in_turn(n, images.labels)) add_image(material.samples, images, place);
  material.worst.clear();
  material.worst_errors.clear();
  if (images.errors.size() != measured) return;
  std::vector<std::size_t> order(measured);
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Of equal errors the earlier image comes first; an error that is no number is the largest.
  const auto error = [&](std::size_t i) { return images.errors[i] <= 3e38f ? images.errors[i] : 3e38f; };
  const std::size_t shown = std::min(measured, kShown);
  std::ranges::partial_sort(
      order, order.begin() + static_cast<std::ptrdiff_t>(shown),
      [&](std::size_t a, std::size_t b) { return error(a) != error(b) ? error(a) > error(b) : a < b; });
  for (std::size_t i = 0; i < shown; ++i) {
    add_image(material.worst, images, order[i] * every);
    material.worst_errors.push_back(error(order[i]));
  }
}

std::string to_report(const Checkpoint& checkpoint, const ReportMaterial& given, const Language& language) {
  const ReportMaterial material = fitting(given, checkpoint.state.network);
  const ReportPage page{checkpoint, material, language};
  const NetworkSpec& spec = checkpoint.experiment.network;
  const Sentence title = spec.variational
                             ? say("Variational autoencoder {0} of {1}", widths_text(spec.encoder), page.data_title())
                             : say("Autoencoder {0} of {1}", widths_text(spec.encoder), page.data_title());
  std::string html = "<!doctype html>\n<html lang=\"" + escaped_markup(language.tag()) +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                     "style-src 'unsafe-inline'\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
                     page.say(title) + "</title>\n<style>" + std::string(kStyle) + "</style>\n</head>\n<body>\n<h1>" +
                     page.say(title) + "</h1>\n" + missing_parts(page);
  html += section(page, say("Recipe"), report_recipe(page));
  html += "<div class=\"pair\">\n" + section(page, say("Curve"), report_curve(page)) +
          section(page, say("Figures"), report_figures(page)) + "</div>\n";
  html += "<div class=\"pair\">\n" + section(page, say("Map"), report_map(page)) +
          section(page, say("Sweep"), report_sweep(page)) + "</div>\n";
  html += section(page, say("Samples"), report_samples(page));
  html += section(page, say("How to make this again"), report_again(page));
  return html + "</body>\n</html>\n";
}

}  // namespace hourglass
