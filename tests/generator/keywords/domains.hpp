// Domains in which a name of each kind is each of some words.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace cqrsc::keywords {

/// Where a word can stand as a name, and the domain in which all the words stand there.
struct Position {
  const char* name;
  std::string (*domain)(const std::vector<std::string>& words);
  /// Whether each word costs the C++ compiler much: a short list is enough for every day.
  bool is_costly = false;
};

/// Every position but that of a context.
const std::vector<Position>& positions();

/// A small domain of whatever context, written as in the source: `class.template`.
std::string domain_of_context(const std::string& context);

/// `word` in backticks, part by part: a name wherever it stands.
std::string quoted(const std::string& word);

}  // namespace cqrsc::keywords
