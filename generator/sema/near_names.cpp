#include "sema/near_names.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <set>

namespace cqrsc::sema {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, replace});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, current);
  }
  return last[b.size()];
}

/// The words of a name, in small letters: those of `amountPaid` and `amount_paid` are the same.
std::set<std::string> words_of(std::string_view name) {
  std::set<std::string> words;
  std::string word;
  bool in_small = false;
  for (const char c : name) {
    const auto letter = static_cast<unsigned char>(c);
    if (c == '_' || (in_small && std::isupper(letter) != 0)) {
      words.insert(word);
      word.clear();
    }
    if (c != '_') word += static_cast<char>(std::tolower(letter));
    in_small = std::islower(letter) != 0 || std::isdigit(letter) != 0;
  }
  words.insert(word);
  words.erase("");
  return words;
}

/// Which part of the words of two names they have in common, in hundredths. Words of few letters say nothing.
std::size_t common_part(const std::set<std::string>& a, const std::set<std::string>& b) {
  constexpr std::size_t kShortest = 3;
  std::size_t shared = 0;
  for (const std::string& word : a) {
    if (word.size() >= kShortest && b.count(word) != 0) ++shared;
  }
  return shared * 100 / std::max<std::size_t>(1, std::max(a.size(), b.size()));
}

/// Short names that begin and end alike: payed, paid. None where there are two.
std::optional<std::string> with_the_same_ends(const std::string& wanted, const std::vector<std::string>& candidates) {
  constexpr std::size_t kShortest = 4;
  std::optional<std::string> found;
  for (const std::string& candidate : candidates) {
    const std::string other = lower(candidate);
    const std::size_t longer = std::max(wanted.size(), other.size()) - std::min(wanted.size(), other.size());
    if (std::min(wanted.size(), other.size()) < kShortest || longer > 2 || wanted == other ||
        wanted.back() != other.back() || wanted.substr(0, 2) != other.substr(0, 2) || edit_distance(wanted, other) > 2)
      continue;
    if (found) return std::nullopt;
    found = candidate;
  }
  return found;
}

/// The only one that begins as `name` does and goes on with a few letters, or ends as many before: draft, drafted.
std::optional<std::string> with_another_end(std::string_view name, const std::vector<std::string>& candidates) {
  constexpr std::size_t kShortest = 4;
  constexpr std::size_t kLongestEnd = 3;
  const std::string wanted = lower(name);
  std::optional<std::string> found;
  for (const std::string& candidate : candidates) {
    const std::string other = lower(candidate);
    const bool longer = other.size() > wanted.size();
    const std::string& begin = longer ? wanted : other;
    const std::string& whole = longer ? other : wanted;
    if (candidate == name || begin.size() < kShortest || whole.size() - begin.size() > kLongestEnd ||
        !whole.starts_with(begin))
      continue;
    if (found) return std::nullopt;
    found = candidate;
  }
  return found;
}

}  // namespace

std::optional<std::string> related_name(std::string_view name, const std::vector<std::string>& candidates) {
  if (auto near = nearest_name(name, candidates)) return near;
  if (auto longer = with_another_end(name, candidates)) return longer;
  constexpr std::size_t kLeast = 50;
  const std::set<std::string> wanted = words_of(name);
  std::optional<std::string> best;
  std::size_t best_part = kLeast - 1;
  bool alone = false;
  for (const std::string& candidate : candidates) {
    const std::size_t part = common_part(wanted, words_of(candidate));
    if (part < kLeast || part < best_part || candidate == name) continue;
    alone = part > best_part;
    best_part = part;
    best = candidate;
  }
  return alone ? best : std::nullopt;
}

bool is_slip_of(std::string_view name, std::string_view candidate) {
  constexpr std::size_t kMostEdits = 2;
  return edit_distance(lower(name), lower(candidate)) <= kMostEdits;
}

std::optional<std::string> with_the_same_last_word(std::string_view name, const std::vector<std::string>& candidates) {
  constexpr std::size_t kShortest = 4;
  const std::size_t last = name.find_last_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  if (last == std::string_view::npos || last == 0 || name.size() - last < kShortest) return std::nullopt;
  std::optional<std::string> found;
  for (const std::string& candidate : candidates) {
    if (!candidate.ends_with(name.substr(last))) continue;
    if (found) return std::nullopt;
    found = candidate;
  }
  return found;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 8;
  std::string text;
  const std::size_t shown = std::min(names.size(), kMost);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == names.size();
    text += (i == 0 ? "`" : last ? " and `" : ", `") + names[i] + "`";
  }
  if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
  return text;
}

void suggest(Diagnostic& report, const syntax::Name& name, const std::vector<std::string>& candidates,
             const std::string& none) {
  if (const auto related = related_name(name.text, candidates))
    report.help("there is `" + *related + "`", name.span, *related);
  else
    report.note(candidates.empty() ? none : "it has " + listed(candidates));
}

std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  // Names this long are not typing slips of one another, and the comparison would be slow.
  constexpr std::size_t kLongest = 80;
  if (name.size() > kLongest) return std::nullopt;
  const std::string wanted = lower(name);
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongest || candidate == name) continue;
    const std::size_t longer = std::max(name.size(), candidate.size()) - std::min(name.size(), candidate.size());
    if (longer >= best_distance) continue;
    const std::size_t distance = edit_distance(wanted, lower(candidate));
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best ? best : with_the_same_ends(wanted, candidates);
}

}  // namespace cqrsc::sema
