// The list of streams: the index tables and what they do not cover yet, merged.

#include <algorithm>
#include <utility>

#include "sqlite_store.hpp"

namespace cqrs::sqlite {
namespace {

using Heads = std::vector<std::pair<Buffer, Version>>;

/// How many streams are looked up at a time; visitors run in between.
constexpr std::size_t kPageStreams = 256;

/// The streams of one category, page by page.
class StreamPages {
 public:
  /// The tail is looked at first: what leaves it in between has reached the tables by then.
  StreamPages(const Tail& tail, IndexReader& index, NameNumber tenant, NameNumber category, Bytes after)
      : index_(index), tenant_(tenant), category_(category), after_(to_buffer(after)) {
    recent_ = tail.streams(tenant, category);
    std::erase_if(recent_, [&](const auto& stream) { return stream.first <= after_; });
  }

  /// Empty: that was all.
  Result<Heads> next() {
    auto page = index_.streams(tenant_, category_, after_, kPageStreams);
    if (!page) return page;
    const bool is_last = page->size() < kPageStreams;
    const Buffer end = is_last ? Buffer{} : page->back().first;
    for (; taken_ < recent_.size() && (is_last || recent_[taken_].first <= end); ++taken_) {
      page->push_back(recent_[taken_]);
    }
    // Of a stream that is in both, the later version counts.
    std::ranges::sort(*page, [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : a.second > b.second;
    });
    const auto twice = std::ranges::unique(*page, {}, [](const auto& stream) -> const Buffer& { return stream.first; });
    page->erase(twice.begin(), twice.end());
    if (!page->empty()) after_ = page->back().first;
    return page;
  }

 private:
  IndexReader& index_;
  NameNumber tenant_;
  NameNumber category_;
  Buffer after_;
  Heads recent_;
  std::size_t taken_ = 0;
};

}  // namespace

std::map<std::string_view, NameNumber> Dictionary::names(NameKind kind) const {
  const std::shared_lock lock(mutex_);
  std::map<std::string_view, NameNumber> found;
  if (kind == NameKind::tenant) found.emplace("", 0);
  for (const auto& [key, number] : numbers_) {
    if (key.kind == kind) found.emplace(key.text, number);
  }
  return found;
}

Result<void> FileStore::read_streams(const StreamFilter& filter, std::size_t limit, StreamVisitor visit) {
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  std::size_t left = limit;
  const auto categories = dictionary_.names(NameKind::category);
  for (const auto& [tenant, tenant_number] : dictionary_.names(NameKind::tenant)) {
    if (filter.tenant && tenant != *filter.tenant) continue;
    for (const auto& [category, category_number] : categories) {
      if (filter.category && category != *filter.category) continue;
      const auto here = std::pair(tenant, category);
      const auto from = filter.after ? std::pair(filter.after->tenant, filter.after->category) : here;
      if (here < from) continue;
      StreamPages pages(tail_, (*reader)->log.index(), tenant_number, category_number,
                        filter.after && here == from ? filter.after->key : Bytes{});
      for (;;) {
        const auto page = pages.next();
        if (!page) return unexpected(page.error());
        if (page->empty()) break;
        for (const auto& [key, version] : *page) {
          if (left-- == 0 || visit({{tenant, category, key}, version}) == Visit::stop) return {};
        }
      }
    }
  }
  return whole();
}

}  // namespace cqrs::sqlite
