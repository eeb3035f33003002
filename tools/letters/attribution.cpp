#include "attribution.h"

#include <fstream>
#include <numeric>
#include <sstream>

#include "data/text.h"

namespace hourglass::letters {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// Mail addresses are of no use in an attribution and attract spam.
std::string without_addresses(std::string text) {
  for (std::size_t begin = text.find('<'); begin != std::string::npos; begin = text.find('<', begin)) {
    const std::size_t end = text.find('>', begin);
    if (end == std::string::npos) break;
    text.erase(begin, end - begin + 1);
  }
  for (std::size_t twice = text.find("  "); twice != std::string::npos; twice = text.find("  ")) text.erase(twice, 1);
  return trimmed(text);
}

// One field of a paragraph, its continuation lines joined by "; ".
std::string field(const std::string& paragraph, const std::string& key, bool first_line_only) {
  std::istringstream lines(paragraph);
  std::string line, value;
  bool inside = false;
  while (std::getline(lines, line)) {
    if (line.starts_with(key + ":")) {
      inside = true;
      value = trimmed(line.substr(key.size() + 1));
      if (first_line_only) return value;
    } else if (inside && (line.starts_with(' ') || line.starts_with('\t'))) {
      const std::string more = trimmed(line);
      if (!more.empty() && more != ".") value += (value.empty() ? "" : "; ") + more;
    } else {
      inside = false;
    }
  }
  return value;
}

// Debian's packages write one licence in several ways.
std::string licence_name(std::string name) {
  static const std::map<std::string, std::string> kNames = {
      {"SIL-OFL-1.1", "OFL-1.1"},
      {"SIL Open Font License", "OFL-1.1"},
      {"sil-1.1", "OFL-1.1"},
      {"SIL-1.1", "OFL-1.1"},
      {"Apache-2", "Apache-2.0"},
      {"GPL-2+FE", "GPL-2+ with font exception"},
      {"GPL-3+_with-font-exception", "GPL-3+ with font exception"},
      {"GPL-3+FontException", "GPL-3+ with font exception"},
      {"GPL-2+ with Font exception and OFL-1.1", "GPL-2+ with font exception and OFL-1.1"},
      {"AGPL-3 with Font exception", "AGPL-3 with font exception"},
      {"ParaType-Free-Font-License", "ParaType Free Font License"},
      {"bitstream-vera", "Bitstream Vera licence"},
      {"CC-BY-3.0 and Bitstream", "CC-BY-3.0 and Bitstream Vera licence"},
      {"public-domain", "public domain"},
      {"GPL-3+FontException or OFL-1.1", "GPL-3+ with font exception or OFL-1.1"},
      {"madduck-special-license", "redistribution allowed, with attribution"}};
  const auto known = kNames.find(name);
  return known == kNames.end() ? name : known->second;
}

// Words that end a name leave their blank before the comma or semicolon.
std::string tidied(std::string text) {
  for (const char* gap : {" ,", " ;"}) {
    for (std::size_t at = text.find(gap); at != std::string::npos; at = text.find(gap)) text.erase(at, 1);
  }
  return text;
}

bool from_table(const std::filesystem::path& table, Attribution& result) {
  std::ifstream file(table);
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream columns(line);
    std::string package, licence, holders;
    std::getline(columns, package, '|');
    std::getline(columns, licence, '|');
    std::getline(columns, holders, '|');
    if (trimmed(package) != result.package) continue;
    result.licence = trimmed(licence);
    result.holders = trimmed(holders);
    return true;
  }
  return false;
}

}  // namespace

Attribution read_attribution(const std::filesystem::path& package_folder, const std::string& package,
                             const std::filesystem::path& table) {
  Attribution result;
  result.package = package;
  if (from_table(table, result)) return result;
  std::ifstream file(package_folder / "usr/share/doc" / package / "copyright");
  std::string line, paragraph;
  const auto take = [&] {
    if (result.licence.empty() && field(paragraph, "Files", true) == "*") {
      result.licence = licence_name(field(paragraph, "License", true));
      result.holders = tidied(without_addresses(field(paragraph, "Copyright", false)));
    }
    paragraph.clear();
  };
  while (std::getline(file, line)) {
    if (trimmed(line).empty()) {
      take();
    } else {
      paragraph += line + "\n";
    }
  }
  take();
  return result;
}

std::string attribution_markdown(const std::vector<Attribution>& list, int images) {
  std::ostringstream out;
  out << "# Letters A-J: the fonts\n\n"
      << "The " << with_commas(static_cast<std::uint64_t>(images))
      << " images were rendered from free fonts, as packaged by Debian: each letter's box stretched to 28 by 28 "
         "pixels, white\n"
         "on black. The images show the fonts' letters, changed in this way; they hold no font. After each family "
         "stands the\n"
         "number of its images.\n";
  for (const Attribution& item : list) {
    out << "\n## " << item.package << " " << item.version << "\n\n"
        << "Licence: " << item.licence << ". Copyright: " << item.holders << "\n\n";
    bool first = true;
    for (const auto& [family, count] : item.families) {
      out << (first ? "" : ", ") << family << " " << count;
      first = false;
    }
    out << "\n";
  }
  return out.str();
}

}  // namespace hourglass::letters
