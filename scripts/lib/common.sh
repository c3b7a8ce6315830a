# shellcheck shell=bash disable=SC2154
# Shared by the launcher and the scripts: what is installed, what is missing, which Maven, is the build fresh.
# Needs $home, the root of the repository, and $me, the name to speak under.

say() { printf '%s: %s\n' "$me" "$*" >&2; }

die() {
    say "$*"
    exit 1
}

# 17, 21, … of the given java, or 0.
java_version() {
    local text
    text=$("$1" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p') || text=
    echo "${text:-0}"
}

# Prints the first java of release 17 or newer; with "jdk" only one that has javac beside it.
find_java() {
    local candidate real
    for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
        [ -x "$candidate" ] || continue
        real=$(readlink -f "$candidate")
        [ "${1:-}" != jdk ] || [ -x "$(dirname "$real")/javac" ] || continue
        if [ "$(java_version "$real")" -ge 17 ]; then
            echo "$real"
            return 0
        fi
    done
    return 1
}

# Whether the thing a Debian package is wanted for is there, whoever installed it.
present() {
    case $1 in
        openjdk-17-jdk-headless) find_java jdk > /dev/null ;;
        openvswitch-switch) command -v ovs-vsctl > /dev/null && command -v ovs-vswitchd > /dev/null ;;
        mininet) command -v mnexec > /dev/null && /usr/bin/python3 -c 'import mininet.net' 2> /dev/null ;;
        python3-scapy) [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import scapy' 2> /dev/null ;;
        iputils-ping) command -v ping > /dev/null ;;
        iproute2) command -v ip > /dev/null ;;
        influxdb) command -v influxd > /dev/null ;;
        procps) command -v sysctl > /dev/null ;;
        *) command -v "$1" > /dev/null ;;
    esac
}

missing_of() {
    local package
    for package in "$@"; do
        present "$package" || echo "$package"
    done
}

# The same on one line.
words_of() {
    local words
    words=$(missing_of "$@" | tr '\n' ' ')
    echo "${words% }"
}

# Installs the Debian packages that are missing; says what it does. Needs root and apt-get.
install_missing() {
    local missing log
    missing=$(words_of "$@")
    [ -n "$missing" ] || return 0
    say "installing $missing"
    log=$(mktemp)
    # shellcheck disable=SC2086
    if ! apt_install $missing > "$log" 2>&1; then
        say "reading the package lists first (apt-get update)"
        if ! { apt-get -qq update && apt_install $missing; } > "$log" 2>&1; then
            tail -n 15 "$log" >&2
            rm -f "$log"
            die "could not install $missing"
        fi
    fi
    rm -f "$log"
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@"
}

# Prints the command that runs Maven: the wrapper, or where that cannot be downloaded a mvn of 3.8.6 or newer.
find_maven() {
    local version
    if [ -x "$home/mvnw" ] && (cd "$home" && timeout 300 ./mvnw -v) > /dev/null 2>&1; then
        echo "$home/mvnw"
        return 0
    fi
    version=$(mvn -v 2> /dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
    if [ -n "$version" ] && [ "$(printf '%s\n' 3.8.6 "$version" | sort -V | head -n 1)" = 3.8.6 ]; then
        say "the Maven wrapper cannot be downloaded; using mvn $version"
        command -v mvn
        return 0
    fi
    return 1
}

# Makes JAVA_HOME the JDK that was found, so that Maven uses the same one.
use_jdk() {
    local java
    java=$(find_java jdk) || die "needs a JDK 17 or newer: apt-get install openjdk-17-jdk-headless"
    JAVA_HOME=$(dirname "$(dirname "$java")")
    export JAVA_HOME
}

# Whether a source or POM is newer than the last build, or there was none.
build_is_stale() {
    local stamp=$home/cli/target/sentinel.stamp
    [ -f "$stamp" ] && [ -f "$home/cli/target/sentinel.jar" ] || return 0
    [ -n "$(find "$home/pom.xml" "$home"/.mvn "$home"/*/pom.xml "$home"/*/src/main -newer "$stamp" -print -quit)" ]
}

# Builds the command line program quietly. Two at once take turns.
build() {
    local log maven started stamp_new
    use_jdk
    mkdir -p "$home/cli/target"
    exec 9> "$home/cli/target/build.lock"
    flock 9
    if build_is_stale; then
        maven=$(find_maven) || die "needs Maven: ./mvnw cannot download it and there is no mvn 3.8.6 or newer"
        log=$(mktemp)
        stamp_new=$(mktemp)
        started=$SECONDS
        rm -rf "$home/cli/target/lib"
        say "building, the first time takes a minute or two"
        (cd "$home" && "$maven" -B -q -ntp -Dmaven.test.skip=true -Denforcer.skip=true -pl cli -am package 9>&-) > "$log" 2>&1 &
        if ! progress $! "$started"; then
            tail -n 30 "$log" >&2
            die "the build failed; all of it is in $log"
        fi
        rm -f "$log"
        archive_classes
        # Sources changed during the build are newer than this and will be built the next time.
        mv "$stamp_new" "$home/cli/target/sentinel.stamp"
        say "built in $((SECONDS - started)) s"
    fi
    exec 9>&-
}

# The Java options that decide whether an archive of classes can be used; the archive is made and used with the same.
java_options=(-XX:+UseSerialGC -Xshare:auto -Xlog:disable -Xlog:all=error:stderr -Dfile.encoding=UTF-8)

# Starts the program once for an archive of its classes, which halves the processor time of each later start. Without
# one it only starts slower, so failures are passed over.
archive_classes() {
    local java scratch child waited archive=$home/cli/target/sentinel.jsa
    rm -f "$archive"
    java=$(find_java) || return 0
    scratch=$(mktemp -d)
    "$java" "${java_options[@]}" -XX:ArchiveClassesAtExit="$archive" \
        -cp "$home/cli/target/sentinel.jar:$home/cli/target/lib/*" io.sentinelsdn.cli.Main run --of-host 127.0.0.1 \
        --of-port 0 --api-port 0 --data-dir "$scratch/data" > "$scratch/log" 2>&1 9>&- &
    child=$!
    for ((waited = 0; waited < 300; waited++)); do
        grep -q ' ready: ' "$scratch/log" && break
        kill -0 "$child" 2> /dev/null || break
        sleep 0.1
    done
    kill "$child" 2> /dev/null || true
    for ((waited = 0; waited < 300; waited++)); do
        kill -0 "$child" 2> /dev/null || break
        sleep 0.1
    done
    kill -9 "$child" 2> /dev/null || true
    wait "$child" 2> /dev/null || true
    rm -rf "$scratch"
}

# Waits for a child; on a terminal with a line that counts the seconds.
progress() {
    local child=$1 started=$2 code=0
    trap 'kill "$child" 2> /dev/null' EXIT
    if [ -t 2 ]; then
        while kill -0 "$child" 2> /dev/null; do
            printf '\r%s: building … %d s ' "$me" $((SECONDS - started)) >&2
            sleep 1
        done
        printf '\r\033[K' >&2
    fi
    wait "$child" || code=$?
    trap - EXIT
    return "$code"
}
