#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cqrsc::emit {

/// The file's bytes, or nothing and a reason.
std::optional<std::string> read_file(const std::filesystem::path& path, std::string& reason);

/// Writes beside, then renames; makes the directories above. A file that already holds the text is not touched.
bool write_file(const std::filesystem::path& path, std::string_view text, bool& changed, std::string& reason);

}  // namespace cqrsc::emit
