# What the export scripts of this folder share: days, windows, pauses, times, files.
#
# No PowerShell runs on the machines where calfold is built: these scripts were checked against the documentation only
# (docs/collecting.md lists what was checked). Try them on one mailbox first and look at the file.
#
# They run in Windows PowerShell 5.1 (the Exchange Management Shell) and in PowerShell 7.

Set-StrictMode -Version Latest

# The dates of a cmdlet travel to and from the service as text; with the invariant culture both ends read them the same way.
function Use-InvariantCulture {
    [Threading.Thread]::CurrentThread.CurrentCulture = [Globalization.CultureInfo]::InvariantCulture
}

# The whole days in UTC that are over by at least $SettleHours, oldest first.
#
# A service may read a window's dates in any zone and may add rows late; a day that was left to settle is complete either way.
function Get-SettledDay {
    param([int] $Days, [int] $SettleHours)
    $last = [DateTime]::UtcNow.AddHours(-$SettleHours).Date.AddDays(-1)
    for ($back = $Days - 1; $back -ge 0; $back--) { $last.AddDays(-$back) }
}

# Runs a query again after growing pauses while the service says that it is busy; any other error goes up at once.
function Invoke-Patiently {
    param([scriptblock] $Query, [object[]] $Arguments = @(), [int] $PauseMilliseconds = 500)
    $pause = 10
    for ($attempt = 1; ; $attempt++) {
        try {
            $rows = @(& $Query @Arguments)
            Start-Sleep -Milliseconds $PauseMilliseconds
            return $rows
        } catch {
            $isBusy = "$_" -match '429|503|504|too many requests|throttl|server (is )?(too )?busy|micro ?delay|temporarily|timed? ?out'
            if (-not $isBusy -or $attempt -ge 8) { throw }
            Write-Warning "The service asks for patience; attempt $($attempt + 1) follows in $pause seconds."
            Start-Sleep -Seconds $pause
            $pause = [Math]::Min($pause * 2, 600)
        }
    }
}

# All rows of a window. Where a query gives as many rows as it may, rows were cut off without a word: the window is halved.
#
# $Query takes a start and an end. Rows on an edge may come twice; calfold stores them once.
function Get-Window {
    param([scriptblock] $Query, [DateTime] $From, [DateTime] $To, [int] $Limit, [int] $PauseMilliseconds)
    $rows = @(Invoke-Patiently $Query @($From, $To) $PauseMilliseconds)
    if ($rows.Count -lt $Limit) { return $rows }
    $half = [long](($To - $From).Ticks / 2)
    if ($half -lt [TimeSpan]::TicksPerSecond) {
        throw "More than $Limit rows within two seconds after $($From.ToString('o')): this window cannot be halved further."
    }
    Get-Window $Query $From $From.AddTicks($half) $Limit $PauseMilliseconds
    Get-Window $Query $From.AddTicks($half) $To $Limit $PauseMilliseconds
}

# A time as ISO 8601 in UTC. Text that is no date (NotFound, N/A) and text that cannot be read stays as it is: calfold knows
# the first and sets the second aside. A time without an offset is by the clock of $Zone; text that is not ISO is read
# as $Culture writes dates.
function ConvertTo-UtcText {
    param($Value, [TimeZoneInfo] $Zone = [TimeZoneInfo]::Utc, [Globalization.CultureInfo] $Culture = [Globalization.CultureInfo]::InvariantCulture)
    if ($null -eq $Value) { return '' }
    if ($Value -is [DateTimeOffset]) { $Value = $Value.UtcDateTime }
    if ($Value -isnot [DateTime]) {
        $text = ([string] $Value).Trim()
        if ($text -match '^\d{4}-\d\d-\d\d') { $Culture = [Globalization.CultureInfo]::InvariantCulture }
        $time = [DateTime]::MinValue
        if (-not [DateTime]::TryParse($text, $Culture, [Globalization.DateTimeStyles]::RoundtripKind, [ref] $time)) { return $text }
        $Value = $time
    }
    if ($Value.Kind -ne [DateTimeKind]::Unspecified) {
        $Value = $Value.ToUniversalTime()
    } elseif ($Zone.IsInvalidTime($Value)) {
        # A wall time within the hour that clocks leave out moves forward by the gap, as calfold reads it too.
        $Value = $Value - $Zone.GetUtcOffset($Value.AddHours(-3))
    } else {
        $Value = [TimeZoneInfo]::ConvertTimeToUtc($Value, $Zone)
    }
    $Value.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", [Globalization.CultureInfo]::InvariantCulture)
}

# A reading of an item's own clock as ISO 8601 without a zone: whatever offset the object carries, the hands stay where they are.
function ConvertTo-ClockText {
    param($Value, [Globalization.CultureInfo] $Culture = [Globalization.CultureInfo]::InvariantCulture)
    if ($null -eq $Value) { return '' }
    if ($Value -is [DateTimeOffset]) { $Value = $Value.DateTime }
    if ($Value -isnot [DateTime]) {
        $text = ([string] $Value).Trim()
        if ($text -match '^\d{4}-\d\d-\d\d') { return $text }
        $time = [DateTimeOffset]::MinValue
        if (-not [DateTimeOffset]::TryParse($text, $Culture, [Globalization.DateTimeStyles]::AssumeUniversal, [ref] $time)) { return $text }
        $Value = $time.DateTime
    }
    $Value.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", [Globalization.CultureInfo]::InvariantCulture)
}

# A day as the names of files have it: under every culture in the digits and the calendar of ISO 8601, which the operator -f does not promise.
function ConvertTo-DayText {
    param([DateTime] $Day)
    $Day.ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture)
}

# An object's properties as one row of text. A property that the service did not return is an empty field, and says nothing; a list,
# which Export-Csv would turn into the name of its type, is joined.
function ConvertTo-ExportRow {
    param(
        $Entry, [string[]] $Columns, [string[]] $TimeColumns = @(),
        [TimeZoneInfo] $Zone = [TimeZoneInfo]::Utc, [Globalization.CultureInfo] $Culture = [Globalization.CultureInfo]::InvariantCulture,
        [string[]] $ClockColumns = @()
    )
    $row = [ordered] @{}
    foreach ($column in $Columns) {
        $property = $Entry.PSObject.Properties[$column]
        $value = if ($property) { $property.Value } else { '' }
        $row[$column] = if ($column -in $TimeColumns) {
            ConvertTo-UtcText $value $Zone $Culture
        } elseif ($column -in $ClockColumns) {
            ConvertTo-ClockText $value $Culture
        } elseif ($value -is [byte[]]) {
            [BitConverter]::ToString($value) -replace '-'
        } elseif ($value -is [Collections.IEnumerable] -and $value -isnot [string]) {
            @($value) -join ';'
        } elseif ($value -is [IFormattable] -and $value -isnot [Enum]) {
            # A date in a column that is not known as one, or a number: with the invariant culture, whatever the computer's is.
            $format = if ($value -is [DateTime] -or $value -is [DateTimeOffset]) { 'o' } else { $null }
            $value.ToString($format, [Globalization.CultureInfo]::InvariantCulture)
        } else {
            [string] $value
        }
    }
    [pscustomobject] $row
}

# Writes objects as CSV in UTF-8 beside the target and renames it when complete: a file of that name is a whole file.
#
# Without rows the header alone is written, so that the day counts as fetched.
function Write-ExportFile {
    param([object[]] $Rows, [string[]] $Columns, [string] $Path)
    New-Item -ItemType Directory -Force -Path (Split-Path -Parent $Path) | Out-Null
    $lines = if ($Rows.Count -gt 0) {
        $Rows | Select-Object -Property $Columns | ConvertTo-Csv -NoTypeInformation -Delimiter ','
    } else {
        ($Columns | ForEach-Object { '"' + $_ + '"' }) -join ','
    }
    Set-Content -LiteralPath "$Path.part" -Value $lines -Encoding UTF8
    Move-Item -LiteralPath "$Path.part" -Destination $Path -Force
}

# The file of a mailbox and a day. calfold takes the mailbox from the name.
function Get-ExportPath {
    param([string] $Folder, [string] $Address, [DateTime] $Day)
    $name = $Address.ToLowerInvariant()
    Join-Path (Join-Path $Folder $name) ('{0}_{1}.csv' -f $name, (ConvertTo-DayText $Day))
}

# Runs $Export for every mailbox and every settled day that has no file yet. A mailbox that fails is reported, and the others go on;
# its day has no file, so the next run fetches it.
function Export-EveryDay {
    param([object[]] $Mailboxes, [DateTime[]] $Days, [string] $Folder, [scriptblock] $Export)
    $failed = 0
    $number = 0
    foreach ($mailbox in $Mailboxes) {
        $number++
        $address = [string] $mailbox.PrimarySmtpAddress
        foreach ($day in $Days) {
            $path = Get-ExportPath $Folder $address $day
            if (Test-Path -LiteralPath $path) { continue }
            try {
                & $Export $address $day $path
            } catch {
                $failed++
                Write-Warning ('Mailbox {0} of {1}, day {2}: {3}' -f $number, $Mailboxes.Count, (ConvertTo-DayText $day), $_)
            }
        }
    }
    if ($failed -gt 0) { throw "$failed mailbox days could not be exported; run the script again to fetch them." }
}

Export-ModuleMember -Function @(
    'Use-InvariantCulture', 'Get-SettledDay', 'Invoke-Patiently', 'Get-Window', 'ConvertTo-UtcText', 'ConvertTo-DayText', 'ConvertTo-ExportRow',
    'Write-ExportFile', 'Export-EveryDay'
)
