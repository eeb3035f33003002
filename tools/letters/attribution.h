// Who made the fonts and under which terms they may be used, from the packages' own copyright files.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hourglass::letters {

struct Attribution {
  std::string package;
  std::string version;
  std::string licence;                  ///< short: "OFL-1.1"
  std::string holders;                  ///< "2010-2012 Georg Duffner; ..."
  std::map<std::string, int> families;  ///< images of each family in the set
};

/// Reads usr/share/doc/PACKAGE/copyright (Debian's machine-readable form: the paragraph "Files: *"); where a package
/// still has the old free form, `table` (lines "package | licence | holders") says it. Missing in both: the licence is
/// empty.
Attribution read_attribution(const std::filesystem::path& package_folder, const std::string& package,
                             const std::filesystem::path& table);

/// The list as the page shows it.
std::string attribution_markdown(const std::vector<Attribution>& list, int images);

}  // namespace hourglass::letters
