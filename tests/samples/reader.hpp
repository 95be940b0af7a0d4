#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "document.hpp"

/// Does in a directory of its own what a document tells its reader to do:
///
///   ```sh               runs the commands
///   ```text             is what they said: each line is one of theirs, in order
///   ```diff NAME        changes a file: `-` lines go, `+` lines come, the lines between them are there; `@@` between
///   places
///   ```anything NAME    writes a file
class Reader {
 public:
  /// `environment`: what the commands find in theirs, on top of ours.
  Reader(const std::string& name, std::map<std::string, std::string> environment);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader();

  /// All blocks in their order; commands that fail have to show what they say. `document`: its name, for people.
  void follow(const std::string& document, const std::vector<FencedBlock>& blocks);

 private:
  void follow(const FencedBlock& block);
  void run(const std::string& commands);
  void change(const std::string& file, const std::string& diff) const;
  void expect_said(const std::string& text);

  std::filesystem::path directory_;
  std::map<std::string, std::string> environment_;
  std::string output_;
  int unexplained_status_ = 0;  ///< of the last commands, until a text shows what they said
};

/// The text of a file; throws where it cannot be read.
std::string text_of(const std::filesystem::path& path);
